package io.tocsin.engine.plan.alarm;

/**
 * A time after which a rule changes its mind without a further reading.
 *
 * @param key its name in the configuration
 * @param ns 0: it does not wait
 */
public record RuleDelay(String key, long ns) {}

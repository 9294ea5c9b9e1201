package io.tocsin.engine.plan.alarm;

/**
 * A time after which a rule changes its decision without a further reading.
 *
 * @param key name in the configuration
 * @param ns 0 when the rule does not wait
 */
public record RuleDelay(String key, long ns) {}

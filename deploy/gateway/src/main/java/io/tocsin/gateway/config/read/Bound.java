package io.tocsin.gateway.config.read;

/**
 * A value and the keys it was read from, so that checks over several values can say where.
 *
 * @param value the value
 * @param keys its section
 */
public record Bound<T>(T value, SectionReader keys) {}

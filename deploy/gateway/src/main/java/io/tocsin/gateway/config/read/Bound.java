package io.tocsin.gateway.config.read;

/**
 * A value and the keys that it was read from, so that checks across values can report the place.
 *
 * @param value the value
 * @param keys its section
 */
public record Bound<T>(T value, SectionReader keys) {}

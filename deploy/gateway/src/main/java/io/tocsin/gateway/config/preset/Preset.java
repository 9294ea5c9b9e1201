package io.tocsin.gateway.config.preset;

/**
 * A mapping for a device or gateway.
 *
 * @param name that {@code payload} takes
 * @param yaml the whole file: {@code device}, {@code documentation}, {@code topic}, {@code sample}, {@code readings}
 *     and {@code keys}, the keys of a topic
 */
public record Preset(String name, String yaml) {}

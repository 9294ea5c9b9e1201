package io.tocsin.engine.plan;

/**
 * A destination of events and rows.
 *
 * @param name unique among the sinks
 * @param type {@code mqtt}, {@code file} or {@code console}
 * @param detail for display: an address, a path
 */
public record SinkNode(String name, String type, String detail) {}

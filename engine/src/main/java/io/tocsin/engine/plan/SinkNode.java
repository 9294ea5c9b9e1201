package io.tocsin.engine.plan;

/**
 * Where events go.
 *
 * @param name unique among the sinks
 * @param type {@code mqtt}, {@code file} or {@code console}
 * @param detail for people: an address, a path
 */
public record SinkNode(String name, String type, String detail) {}

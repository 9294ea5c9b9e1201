package io.tocsin.engine.plan;

/**
 * Where readings come from.
 *
 * @param name unique among the sources, stable over changes of the configuration
 * @param type {@code mqtt}, {@code file} or {@code rate}
 * @param detail for people: an address, a path
 * @param bounded whether it ends by itself
 */
public record SourceNode(String name, String type, String detail, boolean bounded) {}

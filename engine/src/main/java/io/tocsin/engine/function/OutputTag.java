package io.tocsin.engine.function;

/**
 * A side output declared by a function.
 *
 * @param index of the side output, from 0
 */
public record OutputTag(String name, int index) {}

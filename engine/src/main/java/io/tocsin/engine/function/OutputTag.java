package io.tocsin.engine.function;

/**
 * A side output that a function has declared.
 *
 * @param index which of them it is, from 0
 */
public record OutputTag(String name, int index) {}

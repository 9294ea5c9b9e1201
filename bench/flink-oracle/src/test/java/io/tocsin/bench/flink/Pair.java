package io.tocsin.bench.flink;

import java.io.Serializable;

/** Pair that Flink has joined; an absent side is null. */
public record Pair(Reading left, Reading right) implements Serializable {}

package io.tocsin.bench.flink;

import java.io.Serializable;

/** What Flink has joined; a side that is not there is null. */
public record Pair(Reading left, Reading right) implements Serializable {}

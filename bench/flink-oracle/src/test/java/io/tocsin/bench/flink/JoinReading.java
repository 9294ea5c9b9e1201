package io.tocsin.bench.flink;

import java.io.Serializable;

/** A reading as one side of a join gets it. */
public record JoinReading(boolean isLeft, Reading reading) implements Serializable {}

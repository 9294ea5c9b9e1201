package io.tocsin.bench.flink;

/** A sample that came too late for every window. */
record Late(long position, long timeNs, double value) {}

package io.tocsin.bench.flink;

import java.io.Serializable;
import java.util.List;

/**
 * Pairs that Flink has joined in one window.
 *
 * @param watermark of the operator when it fired, in Flink's meaning: nothing up to and including it is still to come
 */
public record WindowPairs(long watermark, long startNs, long endNs, List<Pair> pairs) implements Serializable {}

package io.tocsin.bench.flink;

import java.util.List;

/**
 * Results of one engine for a case.
 *
 * @param streams in the order of the plan
 * @param skippedCount samples that were in no window, of all streams
 */
record Outcome(List<StreamRows> streams, long skippedCount) {}

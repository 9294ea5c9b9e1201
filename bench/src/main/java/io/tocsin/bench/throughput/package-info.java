/**
 * Readings a second of the whole pipeline and of rivals for the same task.
 *
 * <pre>
 *    Throughput ── ThroughputWorker a round, in a JVM of its own
 *                      └─ Task ── Row ─┬─ PipelineRow      the whole pipeline
 *                                      ├─ MappedLogRow     no alarm at all
 *                                      └─ FoldRow ─┬─ ShardRow, AlarmOperatorRow, WindowOperatorRow    ours, in parts
 *                                                  ├─ RecordRow                            ours, written by hand
 *                                                  └─ KeyedNaive, W1Limit, SlidingLimit, …             rivals
 *    ResultSum: every row must decide the same
 * </pre>
 */
package io.tocsin.bench.throughput;

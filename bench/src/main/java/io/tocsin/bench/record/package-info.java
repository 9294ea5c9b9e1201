/**
 * The row {@code record} of the throughput tables: each workload written by hand for one thread, with the meaning and
 * the output digest of the fold and with one 64-byte record a sensor. The ratio of the fold to it is the price of the
 * fold's generality.
 *
 * <pre>
 *    Records ─┬─ HighAlarmRecords        W1        one line a sensor
 *             ├─ TumblingRecords         W2        and 40 bytes for the window before the current one
 *             ├─ SlidingRecords          W3, W3F   and a line and a ring of panes
 *             ├─ SilenceRecords          W4        one line a sensor
 *             └─ SourceSilenceRecords    W4S       and a heap of due times
 *
 *    OutputLanes: the digest of the outputs, that of the fold
 *    Pane:        the arithmetic of windows, that of the fold
 * </pre>
 *
 * <p>All readings are GOOD numbers and no sensor's clock restarts, as in the workloads. There are no ticks either, but
 * the records hold the times that a tick needs.
 */
package io.tocsin.bench.record;

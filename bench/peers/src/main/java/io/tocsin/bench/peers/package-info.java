/**
 * The workloads of the benches on what users would pick instead, beside ours and the references, in one run.
 *
 * <pre>
 *    Peers ── PeerWorker, a JVM for each contender and workload, rounds in turn
 *               ├─ Contender ──► throughput.Row    ours and references from the benches; flink, jet, siddhi, esper
 *               └─ PacedContender ──► feed.PacedRow
 *    report: the tables and the chart
 * </pre>
 */
package io.tocsin.bench.peers;

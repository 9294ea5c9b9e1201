/**
 * The workloads on Hazelcast Jet: a member in this process without a network, one cooperative thread.
 *
 * <pre>
 *    JetRow, JetPaced ── JetMember
 *      PassSource, PacedSource ──► timestamps ──► keyed by sensor ──► HighAlarm │ Silence │ windows of Stats ──► Sink
 * </pre>
 *
 * <p>Ten microseconds here, the resolution of the workloads' times, are a millisecond there, so that Jet's watermarks,
 * which are at most 1,000 of its units apart, are as dense as in its usual jobs.
 */
package io.tocsin.bench.peers.jet;

/**
 * The state machine: {@code state', outputs = step(state, record)}. Live operation, recovery and replay run this code.
 *
 * <pre>
 *    record ──► RecordFold ── JournalFold
 *                 │
 *                 │ 1  take          definitions, plans: Linker ── Operators
 *                 │                  end of a source: SourceEnd            gap: JournalGaps
 *                 │ 2  time          ScopeTimes, by the plan's time scope: SensorClocks: a device's clock went back
 *                 │                   SensorTimes, or SourceTimes          ClockFollower: the gateway's clock stepped
 *                 │                   (SourceClocks, SourceDependencies)   RunningClock: ticks, silent scopes
 *                 │ 3  dispatch      Delivery ──► KeyedOperator, and again for each derived reading
 *                 │ 4  settle        timers that the new time makes due
 *                 ▼
 *             OutputDigest ──► events and rows, in the order of decision
 *
 *    FoldState: creates and connects the parts, writes and reads the snapshot
 *      Redeliveries, FoldCounts, and the tables of dispatch
 *      ShardNames: names for the numbers in results
 *    FoldView: counts and times for display and metrics
 * </pre>
 *
 * Knows all kinds of operators. The pipeline, snapshots, replays and shards use {@code RecordFold} and
 * {@code JournalFold}. Engine thread only.
 */
package io.tocsin.engine.fold;

/**
 * The state machine: {@code state', outputs = step(state, record)}. Live, recovery and replay are this same code.
 *
 * <pre>
 *    record ──► RecordFold ── JournalFold
 *                 │
 *                 │ 1  take          definitions, plans: Linker ── Operators
 *                 │                  end of a source: SourceEnd            gap: JournalGaps
 *                 │ 2  time          ScopeTimes, as the plan asks:         SensorClocks: a device's clock went back
 *                 │                   SensorTimes, or SourceTimes          ClockFollower: the gateway's clock stepped
 *                 │                   (SourceClocks, SourceDependencies)   RunningClock: ticks, silent scopes
 *                 │ 3  dispatch      Delivery ──► KeyedOperator, and again for each derived reading
 *                 │ 4  settle        timers that the new time makes due
 *                 ▼
 *             OutputDigest ──► events and rows, in the order of decision
 *
 *    FoldState: makes the parts for each other, writes and reads all that a snapshot holds
 *      Redeliveries, FoldCounts, and the tables of dispatch
 *      ShardNames: names behind the numbers of results
 *    FoldView: counts and times for people
 * </pre>
 *
 * Top of the operators: knows all kinds of them. The pipeline, snapshots, replays and shards come in by
 * {@code RecordFold} and {@code JournalFold}. Engine thread only.
 */
package io.tocsin.engine.fold;

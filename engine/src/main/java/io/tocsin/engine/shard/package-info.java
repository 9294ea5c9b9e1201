/**
 * The fold on several threads: each shard owns keys, and results come out in the order of one.
 *
 * <pre>
 *    records ──► ShardGroup ── ReadingRun: readings up to the next record that needs everybody
 *                   │
 *                   │ ShardTurns: level by level, all shards at once
 *                   ▼
 *       ShardWorker   ShardWorker   ShardWorker      each folds its keys (KeyOwners, SlotOwners)
 *           │              │             │           ShardedOperator: one operator, its slots spread over the shards
 *           │              │             │           (ShardOperators makes them)
 *       OrderedLog     OrderedLog    OrderedLog      ShardResults: what each decided, by OrderKey
 *           │              │             │           ShardDelivery: its ExchangedReadings for keys of the others
 *           │              │             │           DueRequests
 *           └────────── LogMerge ────────┘
 *                          ▼
 *                   events and rows, as from one fold
 * </pre>
 *
 * The pipeline comes in by {@code ShardGroup} and brings the threads, as {@code ShardTurns}.
 */
package io.tocsin.engine.shard;

/**
 * The fold on several threads: each shard owns keys, and results leave in the order of a single shard.
 *
 * <pre>
 *    records ──► ShardGroup ── ReadingRun: readings up to the next record for all shards
 *                   │
 *                   │ ShardTurns: level by level, all shards at once
 *                   ▼
 *       ShardWorker   ShardWorker   ShardWorker      each folds its keys (KeyOwners, SlotOwners)
 *           │              │             │           ShardedOperator: one operator, its slots spread over the shards
 *       OrderedLog     OrderedLog    OrderedLog      the shard's results, by OrderKey
 *           │              │             │           and ExchangedReadings for keys of other shards; DueRequests
 *           └────────── LogMerge ────────┘
 *                          ▼
 *                   events and rows, as from one fold
 * </pre>
 *
 * The pipeline calls {@code ShardGroup} and provides the threads, as {@code ShardTurns}.
 */
package io.tocsin.engine.shard;

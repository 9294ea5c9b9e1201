package io.tocsin.engine.pipeline;

import com.lmax.disruptor.Sequence;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.LatencyRecorder;

/**
 * The engine thread's duty: encodes each record for the journal, folds it, and commits records in groups. A group ends
 * when it has {@link Journal#MAX_BATCH_RECORDS} records, when a result waits for it, or when the journal says that it
 * has waited long enough ({@link Journal#commitInNs}). It is one excerpt of the journal.
 *
 * <pre>
 *   slot ─► Journal.onReading (into the open group) ─► RecordFold.onReading ─► results wait in the ring
 *                                                                                │
 *              group is full, old, or has results ─► Journal.commit ─► results may leave, counters show the group
 * </pre>
 *
 * <p>A record's slot is free again once the record is folded, journalled or not. Nothing outside the engine sees the
 * state of an open group: results wait for the gate, counters are updated by a commit, acknowledgements follow the
 * journal's positions.
 *
 * <p>One clock read a batch of the ring and two a commit. Latencies are recorded for the oldest record on behalf of
 * all, so they are never understated. Allocates nothing for readings and ticks.
 */
final class InputStage {
    private final InputRing ring;
    private final Journal journal;
    private final RecordFold fold;
    private final JournalFold shard;
    private final ResultRing results;
    private final FoldCounters counters;
    private final LatencyRecorder journalled;
    private final LatencyRecorder decided;
    private final GatewayClock clock;
    private final Runnable afterCommit;

    private Sequence progress = new Sequence();
    private int count;
    private long oldestReceiveNs = Long.MAX_VALUE;
    private long latestReceiveNs;
    private int groupCount;
    private long groupOldestReceiveNs = Long.MAX_VALUE;
    private volatile boolean hasOpenGroup;
    private volatile long nextTickDueNs;
    private volatile long handledSequence = -1;

    /**
     * @param fold processes the records: the journal fold, or a group of shards
     * @param shard counts the folded records
     * @param afterCommit lets results leave whose records are journalled now; engine thread
     */
    InputStage(
            InputRing ring,
            Journal journal,
            RecordFold fold,
            JournalFold shard,
            ResultRing results,
            Counters counters,
            LatencyRecorder journalled,
            LatencyRecorder decided,
            GatewayClock clock,
            Runnable afterCommit) {
        this.ring = ring;
        this.journal = journal;
        this.fold = fold;
        this.shard = shard;
        this.results = results;
        this.counters = new FoldCounters(shard.view(), results, counters);
        this.journalled = journalled;
        this.decided = decided;
        this.clock = clock;
        this.afterCommit = afterCommit;
        this.nextTickDueNs = shard.nextTickDueNs(0);
    }

    void progress(Sequence sequence) {
        progress = sequence;
    }

    /**
     * Takes the record of a slot.
     *
     * @param endOfBatch whether no further record is published yet
     */
    void take(InputSlot slot, long sequence, boolean endOfBatch) {
        oldestReceiveNs = Math.min(oldestReceiveNs, slot.receiveTimeNs());
        latestReceiveNs = Math.max(latestReceiveNs, slot.receiveTimeNs());
        // A record is stamped by the wall clock at its place in the journal, whatever the clock was on arrival.
        slot.stamp(clock.stepsNs());
        long position = ring.positionOf(sequence);
        count++;
        groupCount++;
        slot.forward(position, journal);
        ClockStep step = slot.clockStep();
        if (step != null) {
            clock.applied(step);
        }
        slot.forward(position, fold);
        slot.release();
        if (endOfBatch || groupCount == Journal.MAX_BATCH_RECORDS) {
            finishBatch(sequence);
        }
    }

    private void finishBatch(long lastSequence) {
        fold.endBatch();
        decided.record(clock.elapsedNs() - oldestReceiveNs, count);
        groupOldestReceiveNs = Math.min(groupOldestReceiveNs, oldestReceiveNs);
        if (groupCount == Journal.MAX_BATCH_RECORDS || results.hasWritten() || journal.commitInNs() <= 0) {
            commitGroup();
        } else {
            hasOpenGroup = true;
        }
        nextTickDueNs = shard.nextTickDueNs(latestReceiveNs);
        handledSequence = lastSequence;
        progress.set(lastSequence);
        count = 0;
        oldestReceiveNs = Long.MAX_VALUE;
    }

    /** Commits the open group if it has waited long enough. */
    void commitIfDue() {
        if (hasOpenGroup && journal.commitInNs() <= 0) {
            commitGroup();
        }
    }

    /** Commits the open group and lets its results leave. */
    void commitGroup() {
        if (groupCount == 0) {
            afterCommit.run(); // the records of the waiting results are journalled
            return;
        }
        journal.commit();
        long oldestNs = Math.min(groupOldestReceiveNs, oldestReceiveNs);
        journalled.record(clock.elapsedNs() - oldestNs, groupCount);
        groupCount = 0;
        groupOldestReceiveNs = Long.MAX_VALUE;
        hasOpenGroup = false;
        counters.update();
        afterCommit.run();
    }

    /** How long the open group may wait yet, ns; {@link Long#MAX_VALUE} when there is none. Engine thread. */
    long commitInNs() {
        return hasOpenGroup ? journal.commitInNs() : Long.MAX_VALUE;
    }

    /** Whether records are folded that are not journalled yet. Any thread. */
    boolean hasOpenGroup() {
        return hasOpenGroup;
    }

    /** The elapsed time at which the clock alone could change a result, epoch ns. Any thread. */
    long nextTickDueNs() {
        return nextTickDueNs;
    }

    /** Sequence of the last record that was folded. Any thread. */
    long handledSequence() {
        return handledSequence;
    }
}

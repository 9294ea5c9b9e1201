package io.tocsin.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.LatencyRecorder;

/**
 * The engine thread's duty: journals a batch, then folds it. A batch is the content of the ring, at most
 * {@link Journal#MAX_BATCH_RECORDS} records, and one excerpt of the journal. The batch's slots are free again once it
 * is folded.
 *
 * <p>This class cuts the batches, not the Disruptor. The Disruptor's processor inspects every published slot up to the
 * cursor each time it asks for more; with a full ring that would be the whole ring for every 256 records.
 *
 * <p>Journalling first keeps the gate trivial, because no result can leave unjournalled, and measured faster on two
 * cores than two stages. Two clock reads a batch. Latencies are recorded for the oldest record of the batch on behalf
 * of all, so they are never understated. Allocates nothing for readings and ticks.
 */
final class InputStage implements EventHandler<InputSlot> {
    private final InputRing ring;
    private final Journal journal;
    private final RecordFold fold;
    private final JournalFold shard;
    private final ResultRing results;
    private final Counters counters;
    private final LatencyRecorder journalled;
    private final LatencyRecorder decided;
    private final GatewayClock clock;

    private Sequence progress = new Sequence();
    private long firstSequence;
    private int count;
    private long oldestReceiveNs;
    private long latestReceiveNs;
    private long countedProcessed;
    private long countedDuplicates;
    private long countedEvicted;
    private long countedSkipped;
    private long countedRefused;
    private long countedUnmatched;
    private long countedTicks;
    private long countedClockSteps;
    private long countedClockResets;
    private long countedAlarms;
    private long countedRows;
    private volatile long nextTickDueNs;
    private volatile long handledSequence = -1;

    /**
     * @param fold processes the records: the journal fold, or a group of shards
     * @param shard counts the folded records
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
            GatewayClock clock) {
        this.ring = ring;
        this.journal = journal;
        this.fold = fold;
        this.shard = shard;
        this.results = results;
        this.counters = counters;
        this.journalled = journalled;
        this.decided = decided;
        this.clock = clock;
        this.countedProcessed = shard.view().processedCount();
        this.countedDuplicates = shard.view().duplicateCount();
        this.countedEvicted = shard.view().evictedReadingCount();
        this.countedSkipped = shard.view().skippedCount();
        this.countedRefused = shard.view().refusedCount();
        this.countedUnmatched = shard.view().unmatchedCount();
        this.countedTicks = shard.view().tickCount();
        this.countedClockSteps = shard.view().clockStepCount();
        this.countedClockResets = shard.view().clockResetCount();
        this.nextTickDueNs = shard.nextTickDueNs(0);
    }

    @Override
    public void setSequenceCallback(Sequence processorSequence) {
        progress = processorSequence;
    }

    @Override
    public void onEvent(InputSlot slot, long sequence, boolean endOfBatch) {
        if (count == 0) {
            firstSequence = sequence;
            oldestReceiveNs = Long.MAX_VALUE;
        }
        count++;
        oldestReceiveNs = Math.min(oldestReceiveNs, slot.receiveTimeNs());
        latestReceiveNs = Math.max(latestReceiveNs, slot.receiveTimeNs());
        // A record is stamped by the wall clock at its place in the journal, whatever the clock was on arrival.
        slot.stamp(clock.stepsNs());
        slot.forward(ring.positionOf(sequence), journal);
        ClockStep step = slot.clockStep();
        if (step != null) {
            clock.applied(step);
        }
        if (endOfBatch || count == Journal.MAX_BATCH_RECORDS) {
            finishBatch(sequence);
        }
    }

    private void finishBatch(long lastSequence) {
        journal.commit();
        journalled.record(clock.elapsedNs() - oldestReceiveNs, count);
        for (long sequence = firstSequence; sequence <= lastSequence; sequence++) {
            InputSlot slot = ring.slot(sequence);
            slot.forward(ring.positionOf(sequence), fold);
            slot.release();
        }
        fold.endBatch();
        results.wakeReader();
        decided.record(clock.elapsedNs() - oldestReceiveNs, count);
        updateCounters();
        nextTickDueNs = shard.nextTickDueNs(latestReceiveNs);
        handledSequence = lastSequence;
        progress.set(lastSequence);
        count = 0;
    }

    /** The elapsed time at which the clock alone could change a result, epoch ns. Any thread. */
    long nextTickDueNs() {
        return nextTickDueNs;
    }

    /** Sequence of the last record that was journalled and folded. Any thread. */
    long handledSequence() {
        return handledSequence;
    }

    private void updateCounters() {
        long processed = shard.view().processedCount();
        counters.add(Counter.PROCESSED, processed - countedProcessed);
        countedProcessed = processed;
        long duplicates = shard.view().duplicateCount();
        if (duplicates != countedDuplicates) {
            counters.add(Counter.DROPPED_DUPLICATE, duplicates - countedDuplicates);
            countedDuplicates = duplicates;
        }
        long evicted = shard.view().evictedReadingCount();
        if (evicted != countedEvicted) {
            counters.add(Counter.DROPPED_EVICTED, evicted - countedEvicted);
            countedEvicted = evicted;
        }
        long ticks = shard.view().tickCount();
        if (ticks != countedTicks) {
            counters.add(Counter.TICKS, ticks - countedTicks);
            countedTicks = ticks;
        }
        long clockSteps = shard.view().clockStepCount();
        if (clockSteps != countedClockSteps) {
            counters.add(Counter.CLOCK_STEPS, clockSteps - countedClockSteps);
            countedClockSteps = clockSteps;
        }
        long clockResets = shard.view().clockResetCount();
        if (clockResets != countedClockResets) {
            counters.add(Counter.CLOCK_RESETS, clockResets - countedClockResets);
            countedClockResets = clockResets;
        }
        long skipped = shard.view().skippedCount();
        if (skipped != countedSkipped) {
            counters.add(Counter.RULE_SKIPPED_OLD, Math.max(0, skipped - countedSkipped));
            countedSkipped = skipped;
        }
        long refused = shard.view().refusedCount();
        if (refused != countedRefused) {
            counters.add(Counter.STATE_REFUSED, Math.max(0, refused - countedRefused));
            countedRefused = refused;
        }
        long unmatched = shard.view().unmatchedCount();
        if (unmatched != countedUnmatched) {
            counters.add(Counter.UNMATCHED_LOOKUPS, Math.max(0, unmatched - countedUnmatched));
            countedUnmatched = unmatched;
        }
        long alarms = results.alarmCount();
        if (alarms != countedAlarms) {
            counters.add(Counter.ALARM_EVENTS, alarms - countedAlarms);
            countedAlarms = alarms;
        }
        long rows = results.rowCount();
        if (rows != countedRows) {
            counters.add(Counter.STREAM_ROWS, rows - countedRows);
            countedRows = rows;
        }
    }
}

package io.tocsin.engine.pipeline;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fold and the switch for its results. During recovery results go straight to the alarm log, which recognises those
 * it already has; once live, they go through the ring and the gate.
 */
public final class RecoveredShard implements ResultHandler {
    private final JournalFold shard;
    private final AtomicLong activeAlarms = new AtomicLong();
    private ResultHandler target;

    /** Creates a fold for plans without user functions. */
    public RecoveredShard(ResultHandler duringRecovery) {
        this(duringRecovery, Functions.NONE);
    }

    /**
     * @param duringRecovery receives the events and rows of the replay
     * @param functions that plans may name
     */
    public RecoveredShard(ResultHandler duringRecovery, Functions functions) {
        this.target = duringRecovery;
        this.shard = new JournalFold(this, functions);
    }

    /** The fold. */
    public JournalFold shard() {
        return shard;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        target.onAlarm(event);
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        target.onRow(row);
    }

    /**
     * Counts the active alarms of events on their way to a handler: behind the gate, so that nobody sees an alarm whose
     * reading is not journalled.
     */
    ResultHandler counting(ResultHandler next) {
        return new Counting(next);
    }

    /** Active alarms of all sensors; 0 before the pipeline is built. Any thread. */
    public long activeAlarmCount() {
        return activeAlarms.get();
    }

    void goLive(ResultHandler live) {
        target = live;
        activeAlarms.set(shard.view().activeAlarmCount());
    }

    private final class Counting implements ResultHandler {
        private final ResultHandler next;

        Counting(ResultHandler next) {
            this.next = next;
        }

        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            AlarmEventKind kind = event.kind();
            if (kind == AlarmEventKind.RAISED) {
                activeAlarms.lazySet(activeAlarms.get() + 1);
            } else if (kind == AlarmEventKind.CLEARED) {
                activeAlarms.lazySet(activeAlarms.get() - 1);
            }
            next.onAlarm(event);
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            next.onRow(row);
        }
    }
}

package io.tocsin.engine.shard;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RunningClock;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import java.util.ArrayList;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One shard at work on a run of readings: folds what concerns its own keys, and writes down in the order of one shard
 * what it gives, what others must continue with, and which of its scopes are due earlier now.
 *
 * <p>In a turn it is on a thread of its own and touches only the lines and slots of its keys. Between turns the engine
 * thread may use its operators; their results are passed on at once.
 */
final class ShardWorker {
    private final int shard;
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable foldOperators;
    private final GroupValues values;
    private final RunningClock clock;
    private final KeyOwners owners;
    private final ReadingRun run;
    private final EventEmitter emitter;
    private final ReadingOrigin origin = new ReadingOrigin();
    private final OperatorContext context;
    private final DueRequests requests;

    /** Its parts, by operator. */
    private KeyedOperator[] operators = new KeyedOperator[0];

    private final ShardResults results;
    private final ShardDelivery delivery;
    /** By level: what all have sent to it. */
    private LogMerge[] received = new LogMerge[0];

    private int level;
    private int record;

    /**
     * @param whole the fold that this is a part of
     */
    ShardWorker(int shard, int shards, JournalFold whole, KeyOwners owners, ReadingRun run) {
        this.shard = shard;
        FoldState state = whole.state();
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.foldOperators = state.operators();
        this.values = state.values();
        this.clock = state.clock();
        this.requests = new DueRequests(clock);
        this.owners = owners;
        this.run = run;
        this.results = new ShardResults(whole);
        this.emitter = new EventEmitter(results, state.journalClock());
        this.delivery = new ShardDelivery(shard, shards, whole, owners, results, emitter, origin, requests);
        this.context = whole.context(emitter, delivery::onDerived, delivery::onPartnerTimer, origin);
    }

    /** Services that the operators of this shard work with. */
    OperatorContext context() {
        return context;
    }

    /** Its results of one level of the run, in order. */
    OrderedLog results(int ofLevel) {
        return results.log(ofLevel);
    }

    /** Reads what these and itself send to it. */
    void receiveFrom(List<ShardWorker> workers) {
        received = new LogMerge[OrderKey.MAX_LEVEL + 1];
        for (int ofLevel = 0; ofLevel < received.length; ofLevel++) {
            List<OrderedLog> logs = new ArrayList<>();
            for (ShardWorker worker : workers) {
                logs.addAll(worker.delivery.sentTo(shard, ofLevel));
            }
            received[ofLevel] = new LogMerge(logs);
        }
    }

    /** The operators are others. */
    void useOperators() {
        operators = delivery.useOperators();
    }

    /** Clears the results of the last run, for the next run. */
    void clear(int levelCount) {
        for (int i = 0; i < levelCount; i++) {
            results.log(i).clear();
            delivery.clear(i);
        }
    }

    /** Hands on which scopes are due earlier since the run began. */
    void giveRequests() {
        requests.giveToClock();
    }

    /** Folds the run's part of one level. */
    void turn(int ofLevel) {
        results.beginTurn(ofLevel);
        level = ofLevel;
        for (record = 0; record < run.count; record++) {
            if (owners.concerns(run.sensorIds[record], shard)) {
                onSourceReading();
            }
        }
        if (ofLevel > 0) {
            takeReceived(Long.MAX_VALUE);
        }
        results.endTurn();
    }

    private void onSourceReading() {
        int sensorId = run.sensorIds[record];
        long eventTimeNs = run.eventTimesNs[record];
        long receiveTimeNs = run.receiveTimesNs[record];
        double value = run.values[record];
        int quality = run.qualities[record];
        int flags = run.flags[record];
        long line = scopeTables.sensors().address(sensorId);
        boolean isOwn = level == 0 && owners.ownerOf(sensorId) == shard;
        long timerNs = KeyedOperator.NO_TIMER;
        int first = UnsafeApi.getInt(line + DISPATCH_OFFSET);
        int end = first + UnsafeApi.getInt(line + DISPATCH_LENGTH_OFFSET);
        for (int entry = first; entry < end; entry++) {
            if (!isFor(entry, isOwn)) {
                continue;
            }
            begin(entry - first, sensorId);
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isPlain(entry)) {
                int own = ShardedOperator.slotInPart(slot);
                timerNs = Math.min(timerNs, operators[operator].onReading(own, eventTimeNs, value, quality, flags));
            } else if (dispatch.isForward(entry)) {
                long timeNs = dispatch.isByReceiveTime(entry) ? receiveTimeNs : eventTimeNs;
                delivery.feed(slot, timeNs, value, quality, values.leave(entry, quality, flags));
            } else if (dispatch.isBroadcast(entry)) {
                operators[operator].onBroadcast(eventTimeNs, value, quality, flags);
            } else {
                delivery.onGroupReading(operator, eventTimeNs, value, quality, flags);
            }
        }
        if (isOwn && (timerNs != KeyedOperator.NO_TIMER || foldOperators.hasClockTimers())) {
            clock.onTimer(sensorId, timerNs, requests);
        }
    }

    /** Whether an entry of a sensor of a source is for this shard in this turn. */
    private boolean isFor(int entry, boolean isOwn) {
        if (dispatch.isPlain(entry)) {
            return isOwn;
        }
        if (owners.groupLevel(dispatch.operator(entry)) != level) {
            return false;
        }
        return dispatch.isForward(entry)
                ? owners.ownerOfDerived(dispatch.slot(entry)) == shard
                : dispatch.isBroadcast(entry) || shard == KeyOwners.GROUP_ALARM_OWNER;
    }

    private void begin(int entry, int sensorId) {
        long key = OrderKey.ofEntry(record, entry);
        if (level > 0) {
            takeReceived(key);
        }
        emitter.begin(run.positions[record], run.receiveTimesNs[record]);
        origin.sensorId = sensorId;
        results.cause(key, 0);
    }

    /** Folds what was sent to this shard and level and comes before a key. */
    private void takeReceived(long beforeHigh) {
        LogMerge merge = received[level];
        OrderedLog log = merge.first();
        while (log != null && log.high() < beforeHigh) {
            results.cause(log.high(), log.low());
            int ofRecord = OrderKey.record(log.high());
            emitter.begin(run.positions[ofRecord], run.receiveTimesNs[ofRecord]);
            UnsafeBuffer buffer = log.buffer();
            int at = log.body();
            log.skip();
            delivery.onExchanged(buffer, at);
            log = merge.first();
        }
    }
}

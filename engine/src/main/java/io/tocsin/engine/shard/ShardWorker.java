package io.tocsin.engine.shard;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.fold.CurrentTimes;
import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RunningClock;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.scope.Scopes;
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
final class ShardWorker implements ResultHandler {
    /** Kinds of records in its results. */
    static final int ALARM = 1;

    static final int ROW = 2;

    /** Kind of records that shards send to each other. */
    private static final int EXCHANGED = 0;

    private final int shard;
    private final JournalFold whole;
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final OperatorTable foldOperators;
    private final GroupValues values;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final KeyOwners owners;
    private final ReadingRun run;
    private final EventEmitter emitter;
    private final ReadingOrigin origin = new ReadingOrigin();
    private final OperatorContext context;
    private final DueRequests requests;
    private final ExchangedReading exchanged = new ExchangedReading();

    /** Its parts, by operator. */
    private KeyedOperator[] operators = new KeyedOperator[0];

    private final OrderedLog[] results = newLogs();
    /** By target, its level and the level in which they were sent: readings for keys there. */
    private final OrderedLog[][][] sent;
    /** By level: what all have sent to it. */
    private LogMerge[] received = new LogMerge[0];

    private boolean inTurn;
    private int level;
    private int record;
    private long high;
    private long low;
    private long resultCount;

    /**
     * @param whole the fold that this is a part of
     */
    ShardWorker(int shard, int shards, JournalFold whole, KeyOwners owners, ReadingRun run) {
        this.shard = shard;
        this.whole = whole;
        FoldState state = whole.state();
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.foldOperators = state.operators();
        this.values = state.values();
        this.times = state.times();
        this.clock = state.clock();
        this.requests = new DueRequests(clock);
        this.owners = owners;
        this.run = run;
        this.emitter = new EventEmitter(this, state.journalClock());
        this.context = whole.context(emitter, this::onDerived, this::onPartnerTimer, origin);
        this.sent = new OrderedLog[shards][OrderKey.MAX_LEVEL + 1][];
        for (OrderedLog[][] toTarget : sent) {
            for (int toLevel = 0; toLevel <= OrderKey.MAX_LEVEL; toLevel++) {
                toTarget[toLevel] = newLogs();
            }
        }
    }

    private static OrderedLog[] newLogs() {
        OrderedLog[] logs = new OrderedLog[OrderKey.MAX_LEVEL + 1];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = new OrderedLog();
        }
        return logs;
    }

    /** Services that the operators of this shard work with. */
    OperatorContext context() {
        return context;
    }

    /** Its results of one level of the run, in order. */
    OrderedLog results(int ofLevel) {
        return results[ofLevel];
    }

    /** Reads what these and itself send to it. */
    void receiveFrom(List<ShardWorker> workers) {
        received = new LogMerge[OrderKey.MAX_LEVEL + 1];
        for (int ofLevel = 0; ofLevel < received.length; ofLevel++) {
            List<OrderedLog> logs = new ArrayList<>();
            for (ShardWorker worker : workers) {
                logs.addAll(List.of(worker.sent[shard][ofLevel]).subList(0, ofLevel));
            }
            received[ofLevel] = new LogMerge(logs);
        }
    }

    /** The operators are others. */
    void useOperators() {
        operators = new KeyedOperator[foldOperators.count()];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = ((ShardedOperator) foldOperators.get(i)).part(shard);
        }
    }

    /** Clears the results of the last run, for the next run. */
    void clear(int levelCount) {
        for (int i = 0; i < levelCount; i++) {
            results[i].clear();
            for (OrderedLog[][] toTarget : sent) {
                for (int fromLevel = 0; fromLevel < i; fromLevel++) {
                    toTarget[i][fromLevel].clear();
                }
            }
        }
    }

    /** Hands on which scopes are due earlier since the run began. */
    void giveRequests() {
        requests.giveToClock();
    }

    /** Folds the run's part of one level. */
    void turn(int ofLevel) {
        inTurn = true;
        level = ofLevel;
        for (record = 0; record < run.count; record++) {
            if (owners.concerns(run.sensorIds[record], shard)) {
                onSourceReading();
            }
        }
        if (ofLevel > 0) {
            takeReceived(Long.MAX_VALUE);
        }
        inTurn = false;
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
                feed(slot, timeNs, value, quality, values.leave(entry, quality, flags));
            } else if (dispatch.isBroadcast(entry)) {
                operators[operator].onBroadcast(eventTimeNs, value, quality, flags);
            } else {
                onGroupReading(operator, eventTimeNs, value, quality, flags);
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
        high = key;
        low = 0;
        resultCount = 0;
    }

    /** Folds what was sent to this shard and level and comes before a key. */
    private void takeReceived(long beforeHigh) {
        LogMerge merge = received[level];
        OrderedLog log = merge.first();
        while (log != null && log.high() < beforeHigh) {
            high = log.high();
            low = log.low();
            resultCount = 0;
            int ofRecord = OrderKey.record(high);
            emitter.begin(run.positions[ofRecord], run.receiveTimesNs[ofRecord]);
            UnsafeBuffer buffer = log.buffer();
            int at = log.body();
            log.skip();
            onExchanged(buffer, at);
            log = merge.first();
        }
    }

    private void onExchanged(UnsafeBuffer buffer, int at) {
        exchanged.wrap(buffer, at);
        int scope = exchanged.scope();
        origin.sensorId = exchanged.originId();
        long timeNs = exchanged.timeNs();
        double value = exchanged.value();
        int quality = exchanged.quality();
        int flags = exchanged.flags();
        if (scope < 0) {
            onGroupReading(ScopeTables.groupOfScope(scope), timeNs, value, quality, flags);
        } else {
            feed(scope, timeNs, value, quality, flags);
        }
    }

    /** Gives a reading to the operators of a derived sensor of this shard. */
    private void feed(int index, long eventTimeNs, double value, int quality, int sentFlags) {
        long timeNs = eventTimeNs;
        int flags = sentFlags;
        if (ValueFlags.isOnTheWay(sentFlags)) {
            timeNs = values.timeNs(index, eventTimeNs, sentFlags);
            flags = values.arrive(index, quality, sentFlags);
            if (timeNs == GroupValues.NEVER) {
                return;
            }
        }
        Scopes scopes = scopeTables.derived().scopes();
        long line = scopes.address(index);
        Scopes.onReading(line, timeNs, emitter.elapsedNs());
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = UnsafeApi.getInt(line + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(line + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            if (dispatch.isPlain(entry)) {
                int slot = ShardedOperator.slotInPart(dispatch.slot(entry));
                timerNs = Math.min(timerNs, operators[operator].onReading(slot, timeNs, value, quality, flags));
            } else {
                boolean isForward = dispatch.isForward(entry);
                long toTimeNs = dispatch.isByReceiveTime(entry) ? emitter.receivedNs() : timeNs;
                int target = isForward ? owners.ownerOfDerived(dispatch.slot(entry)) : KeyOwners.GROUP_ALARM_OWNER;
                int scope = isForward ? dispatch.slot(entry) : ScopeTables.scopeOfGroup(operator);
                int toFlags = isForward ? values.leave(entry, quality, flags) : flags;
                send(target, owners.groupLevel(operator), scope, toTimeNs, value, quality, toFlags);
            }
        }
        if (timerNs != KeyedOperator.NO_TIMER || foldOperators.hasClockTimers()) {
            clock.onTimer(SensorIds.FIRST_DERIVED + index, timerNs, requests);
        }
    }

    /** As in one shard; {@link KeyOwners#GROUP_ALARM_OWNER} only. */
    private void onGroupReading(int operator, long eventTimeNs, double value, int quality, int flags) {
        Scopes groups = scopeTables.groups();
        long receivedNs = emitter.elapsedNs();
        long timeNs = times.get().groupTimeNs(operator, eventTimeNs, receivedNs, quality);
        long timerNs = operators[operator].onReading(ScopeTables.GROUP_SLOT, timeNs, value, quality, flags);
        Scopes.onReading(groups.address(operator), timeNs, receivedNs);
        if (timerNs != KeyedOperator.NO_TIMER) {
            clock.onGroupTimer(operator, timerNs, requests);
        }
    }

    private void onDerived(int index, long timeNs, double value, int quality, int flags) {
        if (!inTurn) {
            whole.onDerived(index, timeNs, value, quality, flags);
            return;
        }
        int before = origin.sensorId;
        origin.sensorId = SensorIds.FIRST_DERIVED + index;
        int target = owners.ownerOfDerived(index);
        if (target == shard) {
            feed(index, timeNs, value, quality, flags);
        } else {
            send(target, level + 1, index, timeNs, value, quality, flags);
        }
        origin.sensorId = before;
    }

    private void send(int target, int toLevel, int scope, long timeNs, double value, int quality, int flags) {
        resultCount++;
        OrderedLog log = sent[target][toLevel][level];
        int at = log.claim(
                high + OrderKey.high(level, resultCount),
                low + OrderKey.low(level, resultCount),
                EXCHANGED,
                ExchangedReading.LENGTH);
        exchanged.wrap(log.buffer(), at).put(scope, origin.sensorId, timeNs, value, quality, flags);
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (inTurn) {
            int at = claimResult(ALARM, AlarmEventFlyweight.LENGTH);
            event.copyTo(results[level].buffer(), at);
        } else {
            if (event.reason() == AlarmEventReason.RULE) {
                event.reason(whole.emitter().reason());
            }
            whole.emitter().relay(event);
        }
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        if (inTurn) {
            int at = claimResult(ROW, row.length());
            row.copyTo(results[level].buffer(), at);
        } else {
            whole.emitter().relay(row);
        }
    }

    private int claimResult(int kind, int length) {
        resultCount++;
        return results[level].claim(
                high + OrderKey.high(level, resultCount), low + OrderKey.low(level, resultCount), kind, length);
    }

    private void onPartnerTimer(int sensorId, long timerNs) {
        if (inTurn) {
            clock.onTimer(sensorId, timerNs, requests);
        } else {
            whole.onPartnerTimer(sensorId, timerNs);
        }
    }
}

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
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.scope.Scopes;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way of derived readings in one shard: to the operators of its own keys, and to the shards that own the others.
 *
 * <p>Readings for another shard are kept by target, level there and level in which they were sent, in the order of one
 * shard. Between turns the fold delivers. Threads as in {@link ShardResults}.
 */
final class ShardDelivery {
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
    private final ShardResults results;
    private final EventEmitter emitter;
    private final ReadingOrigin origin;
    private final DueRequests requests;
    private final ExchangedReading exchanged = new ExchangedReading();

    /** This shard's parts, by operator. */
    private KeyedOperator[] operators = new KeyedOperator[0];

    /** By target, its level and the level in which they were sent: readings for keys there. */
    private final OrderedLog[][][] sent;

    /**
     * @param whole the fold that the shard is a part of
     * @param origin the sensor of the current reading
     * @param requests for scopes that are due earlier
     */
    ShardDelivery(
            int shard,
            int shards,
            JournalFold whole,
            KeyOwners owners,
            ShardResults results,
            EventEmitter emitter,
            ReadingOrigin origin,
            DueRequests requests) {
        this.shard = shard;
        this.whole = whole;
        FoldState state = whole.state();
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.foldOperators = state.operators();
        this.values = state.values();
        this.times = state.times();
        this.clock = state.clock();
        this.owners = owners;
        this.results = results;
        this.emitter = emitter;
        this.origin = origin;
        this.requests = requests;
        this.sent = new OrderedLog[shards][OrderKey.MAX_LEVEL + 1][];
        for (OrderedLog[][] toTarget : sent) {
            for (int toLevel = 0; toLevel <= OrderKey.MAX_LEVEL; toLevel++) {
                toTarget[toLevel] = ShardResults.newLogs();
            }
        }
    }

    /** Takes this shard's parts of the operators, which are others now, and returns them. */
    KeyedOperator[] useOperators() {
        operators = new KeyedOperator[foldOperators.count()];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = ((ShardedOperator) foldOperators.get(i)).part(shard);
        }
        return operators;
    }

    /** Readings sent to a level of a shard, by the level in which they were sent. */
    List<OrderedLog> sentTo(int target, int toLevel) {
        return List.of(sent[target][toLevel]).subList(0, toLevel);
    }

    /** Clears the readings sent to a level of all shards. */
    void clear(int toLevel) {
        for (OrderedLog[][] toTarget : sent) {
            for (int fromLevel = 0; fromLevel < toLevel; fromLevel++) {
                toTarget[toLevel][fromLevel].clear();
            }
        }
    }

    /** Folds a reading that was sent to this shard. */
    void onExchanged(UnsafeBuffer buffer, int at) {
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
    void feed(int index, long eventTimeNs, double value, int quality, int sentFlags) {
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
    void onGroupReading(int operator, long eventTimeNs, double value, int quality, int flags) {
        Scopes groups = scopeTables.groups();
        long receivedNs = emitter.elapsedNs();
        long timeNs = times.get().groupTimeNs(operator, eventTimeNs, receivedNs, quality);
        long timerNs = operators[operator].onReading(ScopeTables.GROUP_SLOT, timeNs, value, quality, flags);
        Scopes.onReading(groups.address(operator), timeNs, receivedNs);
        if (timerNs != KeyedOperator.NO_TIMER) {
            clock.onGroupTimer(operator, timerNs, requests);
        }
    }

    /** An operator has emitted a reading of a derived sensor. */
    void onDerived(int index, long timeNs, double value, int quality, int flags) {
        if (!results.isInTurn()) {
            whole.onDerived(index, timeNs, value, quality, flags);
            return;
        }
        int before = origin.sensorId;
        origin.sensorId = SensorIds.FIRST_DERIVED + index;
        int target = owners.ownerOfDerived(index);
        if (target == shard) {
            feed(index, timeNs, value, quality, flags);
        } else {
            send(target, results.level() + 1, index, timeNs, value, quality, flags);
        }
        origin.sensorId = before;
    }

    private void send(int target, int toLevel, int scope, long timeNs, double value, int quality, int flags) {
        OrderedLog log = sent[target][toLevel][results.level()];
        int at = results.claim(log, EXCHANGED, ExchangedReading.LENGTH);
        exchanged.wrap(log.buffer(), at).put(scope, origin.sensorId, timeNs, value, quality, flags);
    }

    /** A reading of another key has set a timer. */
    void onPartnerTimer(int sensorId, long timerNs) {
        if (results.isInTurn()) {
            clock.onTimer(sensorId, timerNs, requests);
        } else {
            whole.onPartnerTimer(sensorId, timerNs);
        }
    }
}

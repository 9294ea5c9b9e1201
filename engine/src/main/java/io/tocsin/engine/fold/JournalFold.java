package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DEDUPE_COUNT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DEDUPE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.LAST_RECEIVE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.operator.ClockSteps;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.scope.SensorLayout;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.IdleQueue;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The fold: {@code state', outputs = step(state, record)}. Feeds every journal record to the operators of its sensor, and
 * is the same code live, in recovery and in a replay. It never sees a clock; time is in the records.
 *
 * <p>One thread. A reading costs no hashing, no lock and no allocation: its sensor id is the index of the sensor's line,
 * the line says where the sensor's dispatch entries stand, an entry is an operator and its slot. What a stream's window
 * gives goes the same way, as a reading of a derived sensor, before the operator's next entry is looked at. Definitions
 * and plans may allocate.
 */
public final class JournalFold implements RecordFold {
    private final FoldState state = new FoldState();
    private final EventEmitter emitter;
    private final OutputDigest outputs;
    private final RunningClock clock;
    private final ReadingOrigin origin = new ReadingOrigin();
    private final RunningClock.Requests requests;
    private final Functions functions;
    private final Linker linker;
    private final SourceEnd sourceEnd;
    private final Evictions evictions;

    /** A shard for plans without functions of a user's. */
    public JournalFold(ResultHandler results) {
        this(results, Functions.NONE);
    }

    /**
     * @param results gets events and rows; called on this shard's thread
     * @param functions that plans may name
     */
    public JournalFold(ResultHandler results, Functions functions) {
        this.outputs = new OutputDigest(results);
        this.emitter = new EventEmitter(outputs, state.journalClock);
        this.functions = functions;
        this.clock = new RunningClock(state);
        state.clock = clock;
        this.requests = clock::bringForward;
        OperatorContext context = new OperatorContext(
                emitter,
                this::onDerived,
                this::onPartnerTimer,
                functions,
                state.names,
                state.texts,
                origin,
                state.edition,
                state.unmatched);
        state.factory = (node, nodeId) -> Operators.create(node, nodeId, context);
        this.linker = new Linker(state, emitter);
        this.sourceEnd = new SourceEnd(state, this::onDerived);
        this.evictions = new Evictions(state, sourceEnd, emitter);
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        long sensor = state.sensors.address(sensorId);
        boolean isNewest = eventTimeNs > UnsafeApi.getLong(sensor + MAX_EVENT_OFFSET);
        if (take(sensorId, sensor, isNewest, eventTimeNs, value, quality, flags)) {
            if (!isNewest && isClockRestart(sensorId, eventTimeNs, receiveTimeNs, flags)) {
                emitter.begin(position, receiveTimeNs);
                restartClock(sensorId, eventTimeNs, value, quality, flags);
            }
            moveTime(sensor, eventTimeNs, receiveTimeNs, flags);
            fold(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, forOperators(flags));
        }
    }

    /** The flags that operators see. */
    public static int forOperators(int flags) {
        return flags & ~ReadingFlags.REDELIVERABLE;
    }

    /**
     * Counts a reading.
     *
     * @param sensor address of the sensor's line
     * @param isNewest whether it is known to be later than all before it, and so no duplicate
     * @return whether it is new, and not delivered again, and its sensor is there
     */
    public boolean take(
            int sensorId, long sensor, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        if (UnsafeApi.getInt(sensor + DISPATCH_OFFSET) == SensorLayout.EVICTED) {
            state.evictedReadingCount++;
            return false;
        }
        boolean isTaken = remember(sensorId, sensor, isNewest, eventTimeNs, value, quality, flags);
        if (isTaken) {
            state.processedCount++;
        } else {
            state.duplicateCount++;
        }
        return isTaken;
    }

    /** Remembers a reading; false when it is remembered already. */
    private boolean remember(
            int sensorId, long sensor, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        int sourceIndex = UnsafeApi.getInt(sensor + SOURCE_OFFSET);
        return state.memories.isBySensor(sourceIndex)
                ? takeOfSensor(sensor, isNewest, eventTimeNs, value)
                : takeOfSource(sourceIndex, sensorId, isNewest, eventTimeNs, value, quality, flags);
    }

    private boolean takeOfSource(
            int sourceIndex, int sensorId, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        if ((flags & ReadingFlags.REDELIVERABLE) != 0 && state.memories.remembers(sourceIndex)) {
            if (!isNewest && state.memories.contains(sourceIndex, sensorId, eventTimeNs, value, quality)) {
                return false;
            }
            state.memories.add(sourceIndex, sensorId, eventTimeNs, value, quality);
        }
        return true;
    }

    private boolean takeOfSensor(long sensor, boolean isNewest, long eventTimeNs, double value) {
        int dedupeCount = UnsafeApi.getInt(sensor + DEDUPE_COUNT_OFFSET);
        if (dedupeCount > 0) {
            int place = UnsafeApi.getInt(sensor + DEDUPE_OFFSET);
            if (!isNewest && state.dedupe.contains(place, eventTimeNs, value)) {
                return false;
            }
            state.dedupe.add(place, dedupeCount, eventTimeNs, value);
        }
        return true;
    }

    /** Whether a reading that was taken, and is not the newest of its sensor, tells that the sensor's clock has gone back. */
    public boolean isClockRestart(int sensorId, long eventTimeNs, long receiveTimeNs, int flags) {
        long elapsedNs = state.journalClock.elapsedNs(receiveTimeNs);
        return state.sensorClocks.isRestart(sensorId, state.sensors.address(sensorId), eventTimeNs, elapsedNs, flags);
    }

    /** Lets the clock of a sensor begin anew with a reading, before that counts. The record at hand is the reading. */
    public void restartClock(int sensorId, long eventTimeNs, double value, int quality, int flags) {
        state.sensorClocks.restart(sensorId, eventTimeNs, emitter.elapsedNs());
        // The sensor's memory is empty now, and this reading may be delivered again too.
        remember(sensorId, state.sensors.address(sensorId), true, eventTimeNs, value, quality, flags);
    }

    /** Takes the times of a reading that was taken into its sensor's line. */
    public void moveTime(long sensor, long eventTimeNs, long receiveTimeNs, int flags) {
        Scopes.onReading(sensor, eventTimeNs, state.journalClock.elapsedNs(receiveTimeNs), clockOf(flags));
    }

    private static int clockOf(int flags) {
        return (flags & ReadingFlags.GATEWAY_TIME) == 0 ? 0 : SensorLayout.GATEWAY_CLOCK;
    }

    /**
     * Gives a reading that was taken to the operators; the parameters are those of {@link #onReading}. Its sensor's line knows its
     * times.
     */
    public void fold(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        emitter.begin(position, receiveTimeNs);
        ScopeTimes times = state.times.get();
        times.beforeReading(sensorId, eventTimeNs);
        origin.sensorId = sensorId;
        feed(state.sensors, sensorId, sensorId, clock.idleAfterNs(), eventTimeNs, value, quality, flags);
        times.afterReading(sensorId, eventTimeNs, emitter.elapsedNs(), clockOf(flags));
    }

    /**
     * Gives a reading, received with the record at hand, to the operators of its sensor.
     *
     * @param scopes where the sensor's line is
     * @param index of the line
     * @param idleAfterNs of the sensor
     */
    private void feed(
            Scopes scopes,
            int index,
            int sensorId,
            long idleAfterNs,
            long eventTimeNs,
            double value,
            int quality,
            int flags) {
        long line = scopes.address(index);
        Dispatch dispatch = state.dispatch;
        long timerNs = KeyedOperator.NO_TIMER;
        int entry = UnsafeApi.getInt(line + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(line + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isPlain(entry)) {
                timerNs = Math.min(
                        timerNs, state.operators[operator].onReading(slot, eventTimeNs, value, quality, flags));
            } else if (dispatch.isForward(entry)) {
                long timeNs = dispatch.isByReceiveTime(entry) ? emitter.receivedNs() : eventTimeNs;
                feedDerived(slot, timeNs, value, quality, state.values.leave(entry, quality, flags));
            } else if (dispatch.isBroadcast(entry)) {
                state.operators[operator].onBroadcast(eventTimeNs, value, quality, flags);
            } else {
                onGroupReading(operator, eventTimeNs, value, quality, flags);
            }
        }
        if (timerNs != KeyedOperator.NO_TIMER || state.hasClockTimers) {
            clock.onTimer(scopes, index, sensorId, timerNs, idleAfterNs, requests);
        }
    }

    /** A digest of all outputs so far: equal for equal journals, in how many shards they may be folded. */
    public String outputDigest() {
        return OutputDigest.hex(outputs.digest());
    }

    private void feedDerived(int index, long eventTimeNs, double value, int quality, int flags) {
        state.times.get().enter(SensorIds.FIRST_DERIVED + index);
        long timeNs = eventTimeNs;
        int seenFlags = flags;
        if (ValueFlags.isOnTheWay(flags)) {
            timeNs = state.values.timeNs(index, eventTimeNs, flags);
            seenFlags = state.values.arrive(index, quality, flags);
            if (timeNs == GroupValues.NEVER) {
                return;
            }
        }
        Scopes.onReading(state.derived.scopes().address(index), timeNs, emitter.elapsedNs());
        feed(
                state.derived.scopes(),
                index,
                SensorIds.FIRST_DERIVED + index,
                clock.idleAfterNsOf(SensorIds.FIRST_DERIVED + index),
                timeNs,
                value,
                quality,
                seenFlags);
    }

    /** What an operator gave is received when the record was that caused it. */
    public void onDerived(int index, long timeNs, double value, int quality, int flags) {
        int before = origin.sensorId;
        origin.sensorId = SensorIds.FIRST_DERIVED + index;
        feedDerived(index, timeNs, value, quality, flags);
        origin.sensorId = before;
    }

    /** A key's other side must be looked at. */
    public void onPartnerTimer(int sensorId, long timerNs) {
        clock.onTimer(sensorId, timerNs, requests);
    }

    @Override
    public void onTick(long position, long clockNs) {
        state.tickCount++;
        emitter.begin(position, clockNs);
        clock.onTick(emitter.elapsedNs());
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        emitter.beginControl(position);
        ControlKind controlKind = ControlKind.ofCode(kind);
        if (controlKind == null) {
            throw new JournalException(
                    "a newer version wrote this journal: the record at position=" + position + " has kind=" + kind);
        }
        switch (controlKind) {
            case SENSOR -> linker.define(SensorDefinition.decode(buffer, offset, length));
            case TEXT -> linker.define(TextDefinition.decode(buffer, offset, length));
            case PLAN -> {
                linker.apply(PlanCodec.decode(buffer, offset));
                clock.scheduleAll();
            }
            case SOURCE_END ->
                sourceEnd.end(SourceProgress.decode(buffer, offset).sourceIndex());
            case CLOCK_STEP -> step(position, ClockStep.decode(buffer, offset));
            case EVICT -> evictions.take(Eviction.decode(buffer, offset, length));
            case GAP -> state.gaps.take(JournalGap.decode(buffer, offset, length), emitter);
            case SOURCE_PROGRESS -> {
                // Tells a restart where to read on; no rule depends on it.
            }
        }
    }

    /** From here on records are stamped by another clock; no time has passed by that. */
    private void step(long position, ClockStep step) {
        state.journalClock.take(position, step);
        emitter.begin(position, step.toNs());
        if (state.plan != null) {
            ClockFollower.follow(state, step.byNs(), emitter.elapsedNs());
        }
    }

    /**
     * The elapsed time at which a tick could change something; {@link IdleQueue#NEVER} when none could.
     *
     * @param latestReceiveNs the elapsed time of the latest reading
     */
    public long nextTickDueNs(long latestReceiveNs) {
        return clock.nextTickDueNs(latestReceiveNs);
    }

    /** The plan in force, or null before the first. */
    public Plan plan() {
        return state.plan;
    }

    /** What the numbers in events and rows mean. Any thread that was handed one. */
    public ResultNames names() {
        return state.names;
    }

    /** The index of a source that a plan has named. */
    public int sourceIndex(String sourceName) {
        return state.sources.indexOf(sourceName);
    }

    /** How many sensors are defined. */
    public int sensorCount() {
        return state.sensors.count();
    }

    /** How many texts are defined. */
    public int textCount() {
        return state.texts.count();
    }

    /** How many sensors and keys of groups the streams have made. */
    public int derivedCount() {
        return state.derived.count();
    }

    /** As {@link #derivedCount()}. Any thread. */
    public int knownDerivedCount() {
        return state.derived.publishedCount();
    }

    /**
     * The name of a derived sensor. Any thread; allocates.
     *
     * @param index below {@link #knownDerivedCount()}
     * @return null when it is the key of a group, which nobody selects
     */
    public String derivedName(int index) {
        return state.derived.isGroup(index) ? null : state.derived.name(index, state.names);
    }

    /** Alarms that are active now. Looks at every key: before the pipeline starts. */
    public long activeAlarmCount() {
        long sum = 0;
        for (KeyedOperator operator : state.operators) {
            sum += operator.activeCount();
        }
        return sum;
    }

    /** Readings that operators have seen. */
    public long processedCount() {
        return state.processedCount;
    }

    /** Readings dropped as re-delivered. */
    public long duplicateCount() {
        return state.duplicateCount;
    }

    /** Sensors that were evicted. */
    public long evictedCount() {
        return state.evictedCount;
    }

    /** Readings dropped because their sensor had been evicted. */
    public long evictedReadingCount() {
        return state.evictedReadingCount;
    }

    /** Whether a sensor was evicted. Only while nothing is folded. */
    public boolean isEvicted(int sensorId) {
        return state.isEvicted(sensorId);
    }

    /** When a sensor was heard last, elapsed epoch ns; 0 before its first reading. Only while nothing is folded. */
    public long lastReceiveNs(int sensorId) {
        return state.sensors.getLong(sensorId, LAST_RECEIVE_OFFSET);
    }

    /** Readings that rules skipped as older than what they had seen, and streams as too late; once a rule or stream. */
    public long skippedCount() {
        return state.skippedCount();
    }

    /** Entries and timers of users' functions that a bound has refused. */
    public long refusedCount() {
        return state.refusedCount();
    }

    /** The steps of the gateway's clock so far. Any thread. */
    public ClockSteps clockSteps() {
        return state.journalClock.steps();
    }

    /** The gaps of the journal up to here, oldest first. Any thread. */
    public List<JournalGap> gaps() {
        return state.gaps.list();
    }

    /** How many steps the gateway's clock has made. */
    public long clockStepCount() {
        return state.journalClock.steps().count();
    }

    /** Clocks of sensors that have begun anew. */
    public long clockResetCount() {
        return state.sensorClocks.resetCount();
    }

    /** Elapsed time of the last reading, tick or step, epoch ns; {@link Long#MIN_VALUE} before the first. */
    public long lastElapsedNs() {
        return emitter.receivedNs() == 0 ? Long.MIN_VALUE : emitter.elapsedNs();
    }

    /** Has somebody told of what a person should hear of, from the next record on. */
    public void notices(FoldNotices told) {
        state.sensorClocks.notices(told);
        state.derived.notices(told);
    }

    /** Readings that found nothing to look up, since this shard was made or the plan changed. */
    public long unmatchedCount() {
        return state.unmatchedCount();
    }

    /** Where keys are told that find nothing to look up. */
    public UnmatchedKeys unmatchedKeys() {
        return state.unmatched;
    }

    /**
     * The keys that have found nothing to look up since this shard was made, and would find nothing now. Only while nothing is
     * folded.
     */
    public List<UnmatchedKeys.Key> findUnmatchedKeys() {
        List<UnmatchedKeys.Key> keys = new ArrayList<>();
        for (KeyedOperator operator : state.operators) {
            operator.addUnmatchedKeys(keys);
        }
        return keys;
    }

    /** Ticks taken. */
    public long tickCount() {
        return state.tickCount;
    }

    /** Events and rows emitted: the ordinal of the next one. */
    public long eventCount() {
        return emitter.eventCount();
    }

    /** Bytes of off-heap state. */
    public long stateBytes() {
        return state.stateBytes();
    }

    /**
     * A digest of all state and of all outputs so far: equal for equal journals, whatever the machine, the JDK or the
     * batch size. Costs a pass over the state.
     */
    public String digest() {
        MessageDigest digest = OutputDigest.newDigest();
        state.digest(digest);
        digest.update(outputs.digest());
        return OutputDigest.hex(digest.digest());
    }

    /** A member of a group whose clock is behind the group's counts at the time the group's clock shows by now. */
    private void onGroupReading(int operator, long eventTimeNs, double value, int quality, int flags) {
        long receiveTimeNs = emitter.elapsedNs();
        Scopes groups = state.groups;
        long timeNs = state.times.get().groupTimeNs(operator, eventTimeNs, receiveTimeNs, quality);
        long timerNs = state.operators[operator].onReading(RunningClock.GROUP_SLOT, timeNs, value, quality, flags);
        Scopes.onReading(groups.address(operator), timeNs, receiveTimeNs);
        if (timerNs != KeyedOperator.NO_TIMER) {
            clock.onGroupTimer(operator, timerNs, requests);
        }
    }

    /**
     * Writes the whole fold, so that {@link #readFrom} and the records after it give what the whole journal gives. There
     * must be a plan.
     */
    public void writeTo(StateOutput out) {
        state.writeTo(out, emitter, outputs);
    }

    /**
     * Takes over a fold written by {@link #writeTo}. This shard must have seen no record yet.
     *
     * @throws IllegalStateException when it has another layout
     */
    public void readFrom(StateInput in) {
        state.readFrom(in, outputs, emitter);
        clock.scheduleAll();
    }

    /** Reads the plan of a fold written by {@link #writeTo}, and nothing behind it. */
    public static Plan readPlan(StateInput in) {
        return FoldState.readPlan(in);
    }

    /**
     * Takes over the counts of a fold written by {@link #writeTo} and leaves the rest unread: for a look at it. This shard is
     * of no other use then.
     */
    public void readHead(StateInput in) {
        state.readHead(in, outputs, emitter);
    }

    /** For those who share its work. */
    public FoldState state() {
        return state;
    }

    public RunningClock clock() {
        return clock;
    }

    public EventEmitter emitter() {
        return emitter;
    }

    public ReadingOrigin origin() {
        return origin;
    }

    public Functions functions() {
        return functions;
    }

    /** The newest event time of a sensor, epoch ns; {@code Long.MIN_VALUE} before its first reading. */
    public long newestEventTimeNs(int sensorId) {
        return UnsafeApi.getLong(state.sensors.address(sensorId) + MAX_EVENT_OFFSET);
    }

    /** The source that defined a sensor. */
    public int sourceOfSensor(int sensorId) {
        return state.sensors.getInt(sensorId, SOURCE_OFFSET);
    }
}

package io.tocsin.engine.operator;

import static io.tocsin.engine.operator.SensorLayout.DEDUPE_COUNT_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DEDUPE_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.IDLE_DUE_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.operator.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.result.AlarmRules;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.IdleQueue;
import java.security.MessageDigest;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The fold: {@code state', outputs = step(state, record)}. Feeds every journal record to the operators of its sensor, and
 * is the same code live, in recovery and in a replay. It never sees a clock; time is in the records.
 *
 * <p>One thread. A reading costs no hashing, no lock and no allocation: its sensor id is the index of the sensor's line,
 * the line says where the sensor's dispatch entries stand, an entry is an operator and its slot. Definitions and plans
 * may allocate.
 */
public final class OperatorShard implements RecordHandler {
    /** All keys of a group share one slot. */
    private static final int GROUP_SLOT = 0;

    private final EventEmitter emitter;
    private final OutputDigest outputs;
    private final Scopes sensors = new Scopes();
    private final DedupeStore dedupe = new DedupeStore();
    private final RuleBook rules = new RuleBook();
    private final SourceBook sources = new SourceBook();
    private final Dispatch dispatch = new Dispatch();
    private final IdleSchedule idle;
    private Scopes groups = new Scopes();
    private AlarmOperator[] operators = new AlarmOperator[0];

    private Plan plan;
    private long processedCount;
    private long duplicateCount;
    private long tickCount;
    /** Of operators that a change of plan has closed. */
    private long retiredSkippedCount;

    /**
     * @param results gets the events; called on this shard's thread
     */
    public OperatorShard(ResultHandler results) {
        this.outputs = new OutputDigest(results);
        this.emitter = new EventEmitter(outputs);
        this.idle = new IdleSchedule(this::dueNs, this::advance, this::setIdleDueNs);
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        long sensor = sensors.address(sensorId);
        int dedupeCount = UnsafeApi.getInt(sensor + DEDUPE_COUNT_OFFSET);
        if (dedupeCount > 0 && isDuplicate(sensor, dedupeCount, eventTimeNs, value)) {
            duplicateCount++;
            return;
        }
        processedCount++;
        Scopes.onReading(sensor, eventTimeNs, receiveTimeNs);
        emitter.begin(position, receiveTimeNs);
        long timerNs = AlarmOperator.NO_TIMER;
        int entry = UnsafeApi.getInt(sensor + DISPATCH_OFFSET);
        int end = entry + UnsafeApi.getInt(sensor + DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            int operator = dispatch.operator(entry);
            int slot = dispatch.slot(entry);
            if (dispatch.isGroup(entry)) {
                onGroupReading(operator, eventTimeNs, receiveTimeNs, value, quality, flags);
            } else {
                timerNs = Math.min(timerNs, operators[operator].onReading(slot, eventTimeNs, value, quality, flags));
            }
        }
        if (timerNs != AlarmOperator.NO_TIMER) {
            // A short on-delay must not wait for the turn of a long timeout of the same sensor.
            long dueNs = sensors.dueNs(sensorId, timerNs, idle.idleAfterNs());
            if (dueNs < UnsafeApi.getLong(sensor + IDLE_DUE_OFFSET)) {
                idle.bringForward(sensorId, dueNs);
            }
        }
    }

    @Override
    public void onTick(long position, long clockNs) {
        tickCount++;
        emitter.begin(position, clockNs);
        idle.onTick(clockNs);
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
            case SENSOR -> define(SensorDefinition.decode(buffer, offset, length));
            case PLAN -> apply(PlanCodec.decode(buffer, offset));
            case SOURCE_END -> endSource(SourceProgress.decode(buffer, offset).sourceIndex());
            case SOURCE_PROGRESS -> {
                // Tells a restart where to read on; no rule depends on it.
            }
        }
    }

    /**
     * The clock time at which a tick could change something; {@link IdleQueue#NEVER} when none could.
     *
     * @param latestReceiveNs what the clock said at the latest reading
     */
    public long nextTickDueNs(long latestReceiveNs) {
        return idle.nextTickDueNs(latestReceiveNs);
    }

    /** The plan in force, or null before the first. */
    public Plan plan() {
        return plan;
    }

    /** What the rule ids of events mean. Any thread that was handed an event. */
    public AlarmRules rules() {
        return rules;
    }

    /** The index of a source that a plan has named. */
    public int sourceIndex(String sourceName) {
        return sources.indexOf(sourceName);
    }

    /** How many sensors are defined. */
    public int sensorCount() {
        return sensors.count();
    }

    /** Readings that operators have seen. */
    public long processedCount() {
        return processedCount;
    }

    /** Readings dropped as re-delivered. */
    public long duplicateCount() {
        return duplicateCount;
    }

    /** Readings that rules skipped as older than what they had seen; once a rule. */
    public long skippedCount() {
        long sum = retiredSkippedCount;
        for (AlarmOperator operator : operators) {
            sum += operator.skippedCount();
        }
        return sum;
    }

    /** Ticks taken. */
    public long tickCount() {
        return tickCount;
    }

    /** Events emitted: the ordinal of the next one. */
    public long eventCount() {
        return emitter.eventCount();
    }

    /** Bytes of off-heap state. */
    public long stateBytes() {
        long sum = sensors.stateBytes() + groups.stateBytes() + dedupe.stateBytes();
        for (AlarmOperator operator : operators) {
            sum += operator.stateBytes();
        }
        return sum;
    }

    /**
     * A digest of all state and of all outputs so far: equal for equal journals, whatever the machine, the JDK or the
     * batch size. Costs a pass over the state.
     */
    public String digest() {
        MessageDigest digest = OutputDigest.newDigest();
        sensors.digest(digest);
        groups.digest(digest);
        dedupe.digest(digest);
        for (AlarmOperator operator : operators) {
            operator.digest(digest);
        }
        digest.update(outputs.digest());
        return OutputDigest.hex(digest.digest());
    }

    private boolean isDuplicate(long sensor, int dedupeCount, long eventTimeNs, double value) {
        int place = UnsafeApi.getInt(sensor + DEDUPE_OFFSET);
        if (eventTimeNs <= UnsafeApi.getLong(sensor + MAX_EVENT_OFFSET) && dedupe.contains(place, eventTimeNs, value)) {
            return true;
        }
        dedupe.add(place, dedupeCount, eventTimeNs, value);
        return false;
    }

    /** A member of a group whose clock is behind the group's counts at the time the group's clock shows by now. */
    private void onGroupReading(
            int operator, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        long timeNs = groups.runningTimeNs(operator, eventTimeNs, receiveTimeNs);
        long timerNs = operators[operator].onReading(GROUP_SLOT, timeNs, value, quality, flags);
        Scopes.onReading(groups.address(operator), timeNs, receiveTimeNs);
        if (timerNs != AlarmOperator.NO_TIMER) {
            long dueNs = groups.dueNs(operator, timerNs, idle.idleAfterNs());
            if (dueNs < groups.getLong(operator, IDLE_DUE_OFFSET)) {
                idle.bringForward(scopeOfGroup(operator), dueNs);
            }
        }
    }

    private void define(SensorDefinition definition) {
        int sensorId = sensors.open();
        if (sensorId != definition.sensorId()) {
            throw new JournalException(
                    "sensor ids must be dense, expected=" + sensorId + ", defined=" + definition.sensorId());
        }
        sensors.putInt(sensorId, SOURCE_OFFSET, definition.sourceIndex());
        sensors.putInt(sensorId, DEDUPE_COUNT_OFFSET, definition.dedupeCount());
        if (definition.dedupeCount() > 0) {
            sensors.putInt(sensorId, DEDUPE_OFFSET, dedupe.open(definition.dedupeCount()));
        }
        dispatch.addSensor(definition.name());
        link(sensorId);
    }

    private void apply(Plan newPlan) {
        plan = newPlan;
        sources.apply(newPlan);
        long skippedBefore = skippedCount();
        operators = dispatch.changePlan(newPlan, rules.apply(newPlan), operators, emitter);
        retiredSkippedCount += skippedBefore - skippedCount();
        keepGroups();
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            link(sensorId);
        }
        dispatch.forgetOldPlan();
        scheduleAll();
    }

    private void keepGroups() {
        Scopes old = groups;
        groups = new Scopes();
        for (int operator = 0; operator < operators.length; operator++) {
            groups.open();
            if (dispatch.oldIndex(operator) >= 0) {
                groups.copyFrom(operator, old, dispatch.oldIndex(operator));
            }
        }
    }

    /** Writes into the sensor's line where its dispatch entries stand. */
    private void link(int sensorId) {
        int oldEntry = sensors.getInt(sensorId, DISPATCH_OFFSET);
        int oldCount = sensors.getInt(sensorId, DISPATCH_LENGTH_OFFSET);
        int entry = dispatch.entryCount();
        dispatch.addEntries(sensorId, operators, oldEntry, oldCount);
        sensors.putInt(sensorId, DISPATCH_OFFSET, entry);
        sensors.putInt(sensorId, DISPATCH_LENGTH_OFFSET, dispatch.entryCount() - entry);
    }

    private void endSource(int sourceIndex) {
        long lastNs = Long.MIN_VALUE;
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (sensors.getInt(sensorId, SOURCE_OFFSET) == sourceIndex) {
                sensors.end(sensorId);
                lastNs = Math.max(lastNs, sensors.getLong(sensorId, MAX_EVENT_OFFSET));
            }
        }
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (sensors.getInt(sensorId, SOURCE_OFFSET) == sourceIndex) {
                finish(sensorId, lastNs);
            }
        }
        for (int operator = 0; operator < operators.length; operator++) {
            if (dispatch.isGroupOperator(operator) && haveAllEnded(operator, sourceIndex)) {
                groups.end(operator);
                operators[operator].finish(0, Math.max(lastNs, groups.getLong(operator, MAX_EVENT_OFFSET)));
            }
        }
    }

    private void finish(int sensorId, long lastNs) {
        int entry = sensors.getInt(sensorId, DISPATCH_OFFSET);
        int end = entry + sensors.getInt(sensorId, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (!dispatch.isGroup(entry)) {
                operators[dispatch.operator(entry)].finish(dispatch.slot(entry), lastNs);
            }
        }
    }

    /** Whether the group has sensors of the source that ends now, and the sources of all its others have ended too. */
    private boolean haveAllEnded(int groupOperator, int sourceIndex) {
        boolean any = false;
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (dispatch.selects(groupOperator, sensorId)) {
                any |= sensors.getInt(sensorId, SOURCE_OFFSET) == sourceIndex;
                if (!sensors.hasEnded(sensorId)) {
                    return false;
                }
            }
        }
        return any;
    }

    /** Fires what the running clock has made due in an idle scope. */
    private void advance(int scope, long clockNs) {
        if (scope < 0) {
            int operator = groupOfScope(scope);
            operators[operator].advance(0, groups.idleTimeNs(operator, clockNs));
            return;
        }
        long timeNs = sensors.idleTimeNs(scope, clockNs);
        int entry = sensors.getInt(scope, DISPATCH_OFFSET);
        int end = entry + sensors.getInt(scope, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (!dispatch.isGroup(entry)) {
                operators[dispatch.operator(entry)].advance(dispatch.slot(entry), timeNs);
            }
        }
    }

    private long dueNs(int scope, long idleAfterNs) {
        if (scope < 0) {
            int operator = groupOfScope(scope);
            return dispatch.isGroupOperator(operator)
                    ? groups.dueNs(operator, operators[operator].nextTimerNs(0), idleAfterNs)
                    : IdleQueue.NEVER;
        }
        long timerNs = AlarmOperator.NO_TIMER;
        int entry = sensors.getInt(scope, DISPATCH_OFFSET);
        int end = entry + sensors.getInt(scope, DISPATCH_LENGTH_OFFSET);
        for (; entry < end; entry++) {
            if (!dispatch.isGroup(entry)) {
                timerNs = Math.min(timerNs, operators[dispatch.operator(entry)].nextTimerNs(dispatch.slot(entry)));
            }
        }
        return sensors.dueNs(scope, timerNs, idleAfterNs);
    }

    private void setIdleDueNs(int scope, long dueNs) {
        if (scope < 0) {
            groups.putLong(groupOfScope(scope), IDLE_DUE_OFFSET, dueNs);
        } else {
            sensors.putLong(scope, IDLE_DUE_OFFSET, dueNs);
        }
    }

    /** Groups are scopes below zero, sensors are their own ids. */
    private static int scopeOfGroup(int operator) {
        return -1 - operator;
    }

    private static int groupOfScope(int scope) {
        return -1 - scope;
    }

    /**
     * Writes the whole fold, so that {@link #readFrom} and the records after it give what the whole journal gives. There
     * must be a plan.
     */
    public void writeTo(StateOutput out) {
        out.section("plan");
        out.putBytes(PlanCodec.encode(plan));
        out.section("rules");
        rules.writeTo(out);
        out.section("sources");
        sources.writeTo(out);
        out.section("counts");
        out.putLong(processedCount);
        out.putLong(duplicateCount);
        out.putLong(tickCount);
        out.putLong(retiredSkippedCount);
        emitter.writeTo(out);
        outputs.writeTo(out);
        out.section("sensors");
        sensors.writeTo(out);
        groups.writeTo(out);
        dedupe.writeTo(out);
        out.section("dispatch");
        dispatch.writeTo(out);
        for (AlarmOperator operator : operators) {
            out.section("operator");
            operator.writeTo(out);
        }
        out.section("end");
    }

    /**
     * Takes over a fold written by {@link #writeTo}. This shard must have seen no record yet.
     *
     * @throws IllegalStateException when it has another layout
     */
    public void readFrom(StateInput in) {
        in.section("plan");
        plan = PlanCodec.decode(new UnsafeBuffer(in.getBytes()), 0);
        in.section("rules");
        rules.readFrom(in);
        in.section("sources");
        sources.readFrom(in);
        in.section("counts");
        processedCount = in.getLong();
        duplicateCount = in.getLong();
        tickCount = in.getLong();
        retiredSkippedCount = in.getLong();
        emitter.readFrom(in);
        outputs.readFrom(in);
        in.section("sensors");
        sensors.readFrom(in);
        groups.readFrom(in);
        dedupe.readFrom(in);
        in.section("dispatch");
        operators = dispatch.readFrom(in, plan, rules.currentIds(plan), emitter);
        for (AlarmOperator operator : operators) {
            in.section("operator");
            operator.readFrom(in);
        }
        in.section("end");
        scheduleAll();
    }

    /** The name of a sensor. */
    public String sensorName(int sensorId) {
        return dispatch.sensorName(sensorId);
    }

    /** The source that defined a sensor. */
    public int sourceOfSensor(int sensorId) {
        return sensors.getInt(sensorId, SOURCE_OFFSET);
    }

    private void scheduleAll() {
        idle.reset(plan.idleAfterNs());
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            idle.schedule(sensorId);
        }
        for (int operator = 0; operator < operators.length; operator++) {
            idle.schedule(scopeOfGroup(operator));
        }
    }
}

package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.ExpectedKeys;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.SourceLinks;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The sensors that a missing alarm expects. The first tick after the plan arms them all; when they have waited for the
 * timeout, those without a good reading raise the alarm.
 *
 * <p>They wait by ticks, {@value #TICKS} for the timeout, and a longer time between two ticks counts as one of these
 * steps. So the time in which the gateway did not run is no silence. Which source would deliver a sensor that has never
 * spoken is unknown, so while any live source is down nothing is waited for, and the wait begins anew afterwards.
 *
 * <p>A sensor has a slot of the operator once it is defined; a sensor that raised the alarm without a slot takes the
 * episode there. Engine thread; allocates only at a plan and at a sensor's definition.
 */
final class ExpectedSensors implements ExpectedKeys {
    private static final int TICKS = 8;
    private static final long NOT_ARMED = Long.MIN_VALUE;
    private static final long NOT_RAISED = Long.MIN_VALUE;
    private static final int NO_SLOT = -1;

    private final Map<String, Integer> indexes = new HashMap<>();
    private final EventEmitter emitter;
    private final SourceLinks links;
    private final int ruleId;
    private final long timeoutNs;
    private final long stepNs;
    /** By sensor: its slot, or {@link #NO_SLOT}. */
    private final int[] slots;
    /** By sensor: the operator with its slot. */
    private final MissingOperator[] owners;
    /** By sensor: whether it is in alarm without a slot. */
    private final boolean[] isActive;

    private long lastTickNs = NOT_ARMED;
    private long waitedNs;
    private long raisedNs = NOT_RAISED;

    ExpectedSensors(MissingRule rule, int ruleId, EventEmitter emitter, SourceLinks links) {
        this.emitter = emitter;
        this.links = links;
        this.ruleId = ruleId;
        this.timeoutNs = rule.timeoutNs();
        this.stepNs = Math.max(1, (timeoutNs + TICKS - 1) / TICKS);
        int count = rule.expected().size();
        for (int i = 0; i < count; i++) {
            indexes.put(rule.expected().get(i), i);
        }
        this.slots = new int[count];
        this.owners = new MissingOperator[count];
        this.isActive = new boolean[count];
        Arrays.fill(slots, NO_SLOT);
    }

    /** A sensor has been defined, or the rule is new to it. */
    void onOpen(String sensorName, MissingOperator owner, int slot) {
        Integer index = indexes.get(sensorName);
        if (index != null) {
            slots[index] = slot;
            owners[index] = owner;
            if (isActive[index]) {
                isActive[index] = false;
                owner.adopt(slot, raisedNs);
            }
        }
    }

    /** One of the operators that share these sensors has a slot. */
    void own(int slot, MissingOperator owner) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == slot) {
                owners[i] = owner;
            }
        }
    }

    @Override
    public long dueNs() {
        if (raisedNs != NOT_RAISED || links.isAnyDown()) {
            return KeyedOperator.NO_TIMER;
        }
        return lastTickNs == NOT_ARMED ? Long.MIN_VALUE : lastTickNs + Math.min(stepNs, timeoutNs - waitedNs);
    }

    @Override
    public void onTick() {
        if (raisedNs != NOT_RAISED || links.isAnyDown()) {
            return;
        }
        long nowNs = emitter.elapsedNs();
        if (lastTickNs != NOT_ARMED) {
            waitedNs += Math.max(0, Math.min(nowNs - lastTickNs, stepNs));
        }
        lastTickNs = nowNs;
        if (waitedNs >= timeoutNs) {
            raise(emitter.receivedNs() - (waitedNs - timeoutNs));
        }
    }

    @Override
    public void onOutage() {
        if (raisedNs == NOT_RAISED) {
            lastTickNs = NOT_ARMED;
            waitedNs = 0;
        }
    }

    private void raise(long timeNs) {
        raisedNs = timeNs;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != NO_SLOT) {
                owners[i].raiseIfNeverGood(slots[i], timeNs);
            } else {
                isActive[i] = true;
                emit(AlarmEventKind.RAISED, i);
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < slots.length; i++) {
            if (isActive[i]) {
                isActive[i] = false;
                emit(AlarmEventKind.CLEARED, i);
            }
        }
    }

    private void emit(AlarmEventKind kind, int index) {
        emitter.emit(kind, ruleId, AlarmEventFlyweight.expected(index), raisedNs, raisedNs, 1, Double.NaN, false);
    }

    long activeCount() {
        long count = 0;
        for (boolean active : isActive) {
            count += active ? 1 : 0;
        }
        return count;
    }

    void digest(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES + isActive.length);
        bytes.putLong(lastTickNs).putLong(waitedNs).putLong(raisedNs);
        for (boolean active : isActive) {
            bytes.put((byte) (active ? 1 : 0));
        }
        digest.update(bytes.array());
    }

    void writeTo(StateOutput out) {
        out.putLong(lastTickNs);
        out.putLong(waitedNs);
        out.putLong(raisedNs);
        for (int i = 0; i < slots.length; i++) {
            out.putInt(slots[i]);
            out.putInt(isActive[i] ? 1 : 0);
        }
    }

    void readFrom(StateInput in, MissingOperator owner) {
        lastTickNs = in.getLong();
        waitedNs = in.getLong();
        raisedNs = in.getLong();
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getInt();
            isActive[i] = in.getInt() == 1;
            owners[i] = owner;
        }
    }
}

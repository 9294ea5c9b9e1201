package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.EVICTED;

import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import java.util.function.IntUnaryOperator;

/**
 * All scopes of a fold: sensors of sources, derived sensors and the groups of alarms. A sensor's scope is its id; a
 * group's scope is below zero: {@link #scopeOfGroup}.
 */
public final class ScopeTables {
    /** All keys of an alarm over a group share one slot. */
    public static final int GROUP_SLOT = 0;

    private final Scopes sensors = new Scopes();
    private final DerivedSensors derived;
    private Scopes groups = new Scopes();

    public ScopeTables(DerivedSensors derived) {
        this.derived = derived;
    }

    /** The scope of an alarm over a group. */
    public static int scopeOfGroup(int operator) {
        return -1 - operator;
    }

    public static int groupOfScope(int scope) {
        return -1 - scope;
    }

    /** State records of the sources' sensors, by id. */
    public Scopes sensors() {
        return sensors;
    }

    public DerivedSensors derived() {
        return derived;
    }

    /** State records of the groups of alarms, by index of the operator. */
    public Scopes groups() {
        return groups;
    }

    /** The table with a sensor's state record. */
    public Scopes of(int sensorId) {
        return SensorIds.isDerived(sensorId) ? derived.scopes() : sensors;
    }

    /** Whether a sensor of a source was evicted. */
    public boolean isEvicted(int sensorId) {
        return sensors.getInt(sensorId, DISPATCH_OFFSET) == EVICTED;
    }

    /**
     * Adopts the operators of another plan: the groups of those that stay keep their clocks.
     *
     * @param oldIndex of an operator, or below zero for a new one
     */
    public void changeGroups(int operatorCount, IntUnaryOperator oldIndex) {
        Scopes old = groups;
        groups = new Scopes();
        for (int operator = 0; operator < operatorCount; operator++) {
            groups.open();
            if (oldIndex.applyAsInt(operator) >= 0) {
                groups.copyFrom(operator, old, oldIndex.applyAsInt(operator));
            }
        }
    }

    public long stateBytes() {
        return sensors.stateBytes() + derived.scopes().stateBytes() + groups.stateBytes();
    }
}

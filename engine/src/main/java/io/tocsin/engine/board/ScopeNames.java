package io.tocsin.engine.board;

import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_RECEIVE_OFFSET;

import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.scope.Scopes;

/** Names and times of the scopes of one fold. A search by name passes over all sensors; only actions do that. */
public final class ScopeNames implements BoardNames {
    private final ScopeTables scopes;
    private final OperatorTable operators;
    private final ResultNames names;
    private final JournalClock clock;

    public ScopeNames(ScopeTables scopes, OperatorTable operators, ResultNames names, JournalClock clock) {
        this.scopes = scopes;
        this.operators = operators;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public int version(int ruleId) {
        return names.version(ruleId);
    }

    @Override
    public String sensorName(int ruleId, int sensorId) {
        return names.alarmSensor(ruleId, sensorId);
    }

    @Override
    public int sensorId(int ruleId, String name) {
        AlarmRule rule = names.rule(ruleId);
        if (rule instanceof MissingRule missing) {
            return missing.group()
                    ? (rule.selector().filter().equals(name) ? AlarmEventFlyweight.GROUP : UNKNOWN)
                    : selectedId(rule, name, missing.expected().indexOf(name));
        }
        return selectedId(rule, name, -1);
    }

    /**
     * @param expected index of the sensor among those that the rule expects, or -1
     */
    private int selectedId(AlarmRule rule, String name, int expected) {
        if (!rule.selector().matches(name)) {
            return UNKNOWN;
        }
        int sensorId = sensorId(name);
        if (sensorId == UNKNOWN) {
            sensorId = derivedId(name);
        }
        return sensorId == UNKNOWN && expected >= 0 ? AlarmEventFlyweight.expected(expected) : sensorId;
    }

    @Override
    public int sensorId(String name) {
        for (int sensorId = scopes.sensors().count() - 1; sensorId >= 0; sensorId--) {
            if (!scopes.isEvicted(sensorId) && names.sensorName(sensorId).equals(name)) {
                return sensorId;
            }
        }
        return UNKNOWN;
    }

    private int derivedId(String name) {
        for (int index = scopes.derived().count() - 1; index >= 0; index--) {
            int sensorId = SensorIds.FIRST_DERIVED + index;
            if (names.sensorName(sensorId).equals(name)) {
                return sensorId;
            }
        }
        return UNKNOWN;
    }

    @Override
    public long eventTimeNs(int ruleId, int sensorId, long elapsedNs) {
        if (sensorId >= 0) {
            return eventTimeNs(scopes.of(sensorId), SensorIds.indexOf(sensorId), elapsedNs);
        }
        return sensorId == AlarmEventFlyweight.GROUP
                ? eventTimeNs(scopes.groups(), operatorOf(ruleId), elapsedNs)
                : clock.wallNs(elapsedNs);
    }

    private long eventTimeNs(Scopes of, int index, long elapsedNs) {
        long newestNs = of.getLong(index, MAX_EVENT_OFFSET);
        return newestNs == Long.MIN_VALUE
                ? clock.wallNs(elapsedNs)
                : newestNs + (elapsedNs - of.getLong(index, MAX_EVENT_RECEIVE_OFFSET));
    }

    private int operatorOf(int ruleId) {
        for (int operator = 0; operator < operators.count(); operator++) {
            if (operators.get(operator).nodeId() == ruleId) {
                return operator;
            }
        }
        throw new IllegalStateException("an alarm without an operator, ruleId=" + ruleId);
    }
}

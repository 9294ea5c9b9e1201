package io.tocsin.engine.result;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.MissingRule;

/** Names for the numbers in events and rows. Any thread that received the event or row may call. */
public interface ResultNames extends AlarmRules {
    /** The stream as presented by its newest plan. */
    DerivedNode stream(int streamId);

    /** The version of a stream: 1 for the first stream of that name, one more whenever its computation changes. */
    int streamVersion(int streamId);

    /** The name of a source's sensor or a derived sensor, or the key of a group. */
    String sensorName(int sensorId);

    /** The sensor of an alarm's event, or what takes its place: {@link AlarmEventFlyweight#sensorId()}. */
    default String alarmSensor(int ruleId, int sensorId) {
        if (sensorId >= 0) {
            return sensorName(sensorId);
        }
        AlarmRule rule = rule(ruleId);
        return sensorId == AlarmEventFlyweight.GROUP
                ? rule.selector().filter()
                : ((MissingRule) rule).expected().get(AlarmEventFlyweight.expected(sensorId));
    }

    /** The text that a value {@linkplain io.tocsin.engine.reading.TextValue represents}. */
    String text(int textId);
}

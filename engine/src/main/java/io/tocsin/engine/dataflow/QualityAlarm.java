package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.select.SensorSelector;

/** Builds an alarm for sensors that report bad readings. */
public final class QualityAlarm extends AlarmParts<QualityAlarm> {
    private QualityAlarm(String name) {
        super(name, "{sensor} bad");
    }

    /** Creates an alarm raised at a BAD reading and cleared at the next GOOD one. */
    public static QualityAlarm named(String name) {
        return new QualityAlarm(name);
    }

    @Override
    QualityAlarm self() {
        return this;
    }

    @Override
    public QualityRule over(SensorSelector selector) {
        return new QualityRule(name, selector, priority, message, sinks);
    }
}

package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.QualityRule;
import io.tocsin.engine.plan.select.SensorSelector;

/** An alarm for sensors that say their readings are bad, put together. */
public final class QualityAlarm extends AlarmParts<QualityAlarm> {
    private QualityAlarm(String name) {
        super(name, "{sensor} bad");
    }

    /** Raised at a BAD reading, cleared at the next GOOD one. */
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

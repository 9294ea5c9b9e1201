package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.QualityRule;
import io.tocsin.gateway.config.schema.Section;
import java.util.List;

/** The {@code quality} alarm: a BAD reading. */
final class QualityKind extends AlarmKind<QualityRule> {
    private static final Section KEYS = Section.of(
            "Quality alarm",
            "alarms[] with type: quality",
            "Raised at a BAD reading, cleared at the next GOOD one. This type has no keys of its own. Its order is"
                    + " always `order: arrival`, also without that key: machines report a lost connection late, with"
                    + " the time of another clock.");

    QualityKind() {
        super(AlarmType.QUALITY, QualityRule.class, "{sensor} bad");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    QualityRule bind(AlarmEntry entry) {
        if (entry.reorderNs() > 0) {
            entry.error(
                    AlarmKeys.REORDER,
                    "cannot be combined with type: quality, which keeps the order of arrival;" + " leave the key out");
        }
        if (entry.keys().has(AlarmKeys.IN_ARRIVAL_ORDER) && entry.reorderNs() != AlarmRule.IN_ARRIVAL_ORDER) {
            entry.error(AlarmKeys.IN_ARRIVAL_ORDER, "must be arrival with type: quality");
        }
        entry.requireNoLimitInMessage();
        entry.requireNoOnBad("cannot be combined with type: quality, which a BAD reading raises; leave the key out");
        return entry.rule(() -> new QualityRule(
                entry.name(), entry.selector(), entry.priority(), entry.message(defaultMessage()), entry.sinks()));
    }

    @Override
    void describe(QualityRule rule, List<String> parts) {
        parts.add("BAD readings");
    }

    @Override
    void writeFields(QualityRule rule, JsonGenerator json) {
        // it has no keys of its own
    }
}

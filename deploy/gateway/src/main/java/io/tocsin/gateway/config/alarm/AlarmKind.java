package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Section;
import java.io.IOException;
import java.util.List;

/**
 * One type of alarm in the gateway: its keys and their reference, its rule from the keys, words for {@code check},
 * fields for {@code journal dump}, warnings.
 *
 * @param <R> its rules
 */
abstract class AlarmKind<R extends AlarmRule> {
    private final AlarmType type;
    private final Class<R> ruleClass;
    private final String defaultMessage;

    /**
     * @param defaultMessage a template; words in capitals are replaced by values of the rule
     */
    AlarmKind(AlarmType type, Class<R> ruleClass, String defaultMessage) {
        this.type = type;
        this.ruleClass = ruleClass;
        this.defaultMessage = defaultMessage;
    }

    final AlarmType type() {
        return type;
    }

    final R cast(AlarmRule rule) {
        return ruleClass.cast(rule);
    }

    final String defaultMessage() {
        return defaultMessage;
    }

    /** Keys that only this type has. */
    abstract Section keys();

    /** Its sections of the reference, the one with its keys first. */
    List<Section> sections() {
        return List.of(keys());
    }

    /**
     * @return the rule, or null when the entry has errors
     */
    abstract R bind(AlarmEntry entry);

    /** Adds the conditions that raise and clear the alarm, in words. */
    abstract void describe(R rule, List<String> parts);

    /** Writes the fields of its own keys. */
    abstract void writeFields(R rule, JsonGenerator json) throws IOException;

    /** Warns of rules that can run but are probably mistakes. */
    void warn(R rule, SectionReader keys, AlarmWarnings warnings) {}

    static void addDelay(List<String> parts, String what, long delayNs) {
        if (delayNs > 0) {
            parts.add(what + Durations.format(delayNs));
        }
    }
}

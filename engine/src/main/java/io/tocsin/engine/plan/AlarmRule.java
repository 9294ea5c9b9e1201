package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleDelay;
import java.util.List;

/** One alarm rule: a keyed operator that watches the selected sensors and reports episodes. */
public sealed interface AlarmRule extends OperatorNode
        permits GatewayRule, LimitRule, MissingRule, QualityRule, RateOfChangeRule, StateRule, StuckRule {
    /** Unique among the rules; the first part of every episode's id. */
    @Override
    String name();

    /** The priority of its events, unless a level has one of its own. */
    Priority priority();

    /** The template of its events' message. */
    String message();

    /** Names of the sinks its events go to; empty: every alarm sink. */
    @Override
    List<String> sinks();

    /**
     * How long readings are held to put them in the order of event time, nanoseconds; {@link #ON_ARRIVAL}: not at all,
     * readings older than the last one seen are skipped; {@link #IN_ARRIVAL_ORDER}: not at all, and none is skipped.
     */
    long reorderNs();

    /** The fate of an active alarm when its value goes; `missing` and `quality` alarms have no choice. */
    default OnBad onBad() {
        return OnBad.HOLD;
    }

    @Override
    default NodeType kind() {
        return NodeType.ALARM;
    }

    AlarmType type();

    /** Delays of its own, in the order of the configuration; {@link #reorderNs()} comes on top. */
    default List<RuleDelay> delays() {
        return List.of();
    }

    /** Writes the fields that only its type has; {@link AlarmType#read} reads them in the same order. */
    void writeFields(FieldWriter out);

    /**
     * This rule without what only presents it (priorities, message, sinks). Two rules with equal detection are one rule
     * to the engine: an edit of the message keeps version and state.
     */
    @Override
    AlarmRule detection();

    /** {@link #reorderNs()}: evaluate on arrival, skip what is older than the last one seen. */
    long ON_ARRIVAL = 0;

    /** {@link #reorderNs()}: evaluate every reading on arrival whatever its time. */
    long IN_ARRIVAL_ORDER = -1;

    /** The longest name, characters. */
    int MAX_NAME_LENGTH = 128;

    /** Checks what all rules have in common. */
    static void validate(String name, long reorderNs) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "an alarm's name must have 1 to " + MAX_NAME_LENGTH + " characters, name=" + name);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '+' || c == '#' || c == '$' || Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        "an alarm's name must have no / + # $ or control character, name=" + name);
            }
        }
        if (reorderNs < IN_ARRIVAL_ORDER) {
            throw new IllegalArgumentException("reorder must not be negative, reorderNs=" + reorderNs);
        }
    }
}

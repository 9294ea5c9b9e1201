package io.tocsin.engine.plan;

import io.tocsin.engine.plan.alarm.FieldWriter;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.RuleDelay;
import java.util.List;

/** One alarm rule: a keyed operator that watches the selected sensors and reports episodes. */
public sealed interface AlarmRule extends OperatorNode
        permits GatewayRule, LimitRule, MissingRule, QualityRule, RateOfChangeRule, StateRule, StuckRule {
    /** Name of the rule, unique among the rules; the first part of every episode's id. */
    @Override
    String name();

    /** The priority of the rule's events, unless a level has its own. */
    Priority priority();

    /** The template of the message in the rule's events. */
    String message();

    /** Names of the sinks that receive the rule's events; empty for every alarm sink. */
    @Override
    List<String> sinks();

    /**
     * How long readings are held to sort them by event time, nanoseconds. {@link #ON_ARRIVAL}: readings are not held,
     * and readings older than the last one are skipped. {@link #IN_ARRIVAL_ORDER}: readings are not held, and none is
     * skipped.
     */
    long reorderNs();

    /**
     * Behaviour of an active alarm when its value is lost. {@code missing} and {@code quality} alarms offer no
     * choice.
     */
    default OnBad onBad() {
        return OnBad.HOLD;
    }

    @Override
    default NodeType kind() {
        return NodeType.ALARM;
    }

    AlarmType type();

    /** The rule's own delays, in the order of the configuration, without {@link #reorderNs()}. */
    default List<RuleDelay> delays() {
        return List.of();
    }

    /** Writes the fields specific to the rule's type. {@link AlarmType#read} reads them in the same order. */
    void writeFields(FieldWriter out);

    /**
     * This rule without presentation (priorities, message, sinks). The engine treats two rules with equal detection as
     * one: editing a message keeps version and state.
     */
    @Override
    AlarmRule detection();

    /**
     * This rule without what a compatible edit may change: with a life cycle, two rules of equal identity are one
     * version, and the engine judges the held values by the newer one.
     */
    default AlarmRule identity() {
        return detection();
    }

    /** Value of {@link #reorderNs()}: evaluate on arrival, skip readings older than the last one. */
    long ON_ARRIVAL = 0;

    /** Value of {@link #reorderNs()}: evaluate every reading on arrival, whatever its time. */
    long IN_ARRIVAL_ORDER = -1;

    /** The longest name, characters. */
    int MAX_NAME_LENGTH = 128;

    /** Validates the fields that all rules have. */
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

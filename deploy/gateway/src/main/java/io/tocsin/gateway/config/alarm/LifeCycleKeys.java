package io.tocsin.gateway.config.alarm;

import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.select.KeyTemplate;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.ValueTypes;
import java.util.List;

/** Keys of an alarm about its life cycle: what operators must do, and what rings again. */
final class LifeCycleKeys {
    static final Key<Boolean> ACK = Key.withDefault(
            "ack",
            ValueTypes.choice(Suggestions.ordered(List.of("required", "none"), true, false)),
            "required",
            "`required`: each episode waits for an operator's acknowledgement. `none`: an active alarm counts as"
                    + " acknowledged.");
    static final Key<Boolean> LATCH = Key.withDefault(
            "latch", ValueTypes.BOOLEAN, "false", "Whether a cleared alarm stays latched until an operator resets it.");
    static final Key<Long> RE_ALARM = Key.withDefault(
            "reAlarm",
            ValueTypes.DURATION,
            "0s",
            "Time after an acknowledgement at which an alarm that is still active rings again and waits for an"
                    + " acknowledgement. `0s` for never.");
    static final Key<Long> REMIND = Key.withDefault(
            "remind",
            ValueTypes.DURATION,
            "0s",
            "Time between reminders of an unacknowledged active alarm, or with `ack: none` of any active alarm. `0s`"
                    + " for no reminders.");
    static final Key<Long> MAX_SHELVE = Key.withDefault(
            "maxShelve", ValueTypes.POSITIVE_DURATION, "8h", "The longest time an operator can shelve the alarm.");
    static final Key<Long> SETTLE = Key.optional(
            "settle",
            ValueTypes.DURATION,
            "the alarm's `onDelay`",
            "Time after the end of a shelf or suppression before an alarm that is still active rings.");
    static final Key<String> GROUP = Key.optional(
            "group",
            ValueTypes.TEXT,
            "no group",
            "Group of alarms, named by levels of the sensor's name: `press-{2}`. The first alarm of a group with no"
                    + " active alarm is marked `\"firstInGroup\":true` until all have returned.");

    private static final Key<String> CAUSE = Key.required(
            "alarm",
            ValueTypes.NAME,
            "Name of the suppressing alarm, which stands above this one in the configuration.");
    private static final Key<String> CAUSE_KEY = Key.optional(
            "groupBy",
            ValueTypes.TEXT,
            "the same sensor",
            "Levels of the sensors' names that both alarms share: with `{1}/{2}` an active alarm of a machine suppresses"
                    + " this alarm at all sensors of the machine.");
    static final Section SUPPRESS_WHEN = Section.of(
            "Suppression by an alarm",
            "alarms[].suppressWhen",
            "The alarm is silent while another alarm is active: `{alarm: motor-off, groupBy: \"{1}/{2}\"}`. Readings are"
                    + " decided one by one then, on one thread.",
            CAUSE,
            CAUSE_KEY);
    static final Key<String> SUPPRESS_WHEN_KEY = Key.valueOrSection(
            "suppressWhen",
            ValueTypes.NAME,
            SUPPRESS_WHEN,
            "no suppression",
            "The alarm that suppresses this one while it is active, by its name for the same sensor.");

    private LifeCycleKeys() {}

    /** The life cycle of an entry; its errors are reported. */
    static LifeCycle bind(SectionReader keys, BindContext context) {
        boolean isAckRequired = keys.get(ACK);
        boolean isLatched = keys.get(LATCH);
        long reAlarmNs = keys.get(RE_ALARM);
        long remindNs = keys.get(REMIND);
        long maxShelveNs = keys.get(MAX_SHELVE);
        Long settleNs = keys.get(SETTLE);
        String group = keys.get(GROUP);
        checkTemplate(keys, GROUP, group, context);
        LifeCycle lifeCycle = new LifeCycle(
                isAckRequired,
                isLatched,
                reAlarmNs,
                remindNs,
                maxShelveNs,
                settleNs == null ? LifeCycle.ON_DELAY : settleNs,
                group == null ? "" : group,
                "",
                "");
        if (!keys.has(SUPPRESS_WHEN_KEY)) {
            return lifeCycle;
        }
        if (!keys.item(SUPPRESS_WHEN_KEY).isMapping()) {
            String alarm = keys.get(SUPPRESS_WHEN_KEY);
            return alarm == null ? lifeCycle : lifeCycle.withSuppression(alarm, "");
        }
        SectionReader suppression = keys.section(SUPPRESS_WHEN_KEY, SUPPRESS_WHEN);
        String cause = suppression.get(CAUSE);
        String template = suppression.get(CAUSE_KEY);
        checkTemplate(suppression, CAUSE_KEY, template, context);
        return lifeCycle.withSuppression(cause == null ? "" : cause, template == null ? "" : template);
    }

    private static void checkTemplate(SectionReader keys, Key<String> key, String template, BindContext context) {
        if (template != null) {
            context.attempt(keys.item(key), () -> new KeyTemplate(template));
        }
    }
}

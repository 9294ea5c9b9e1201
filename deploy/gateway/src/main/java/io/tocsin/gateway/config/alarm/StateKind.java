package io.tocsin.gateway.config.alarm;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.AlarmType;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.decode.DecimalText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code state} alarm: a sensor in some states. */
final class StateKind extends AlarmKind<StateRule> {
    private static final Key<StateSet> IN = new Key<>(
            "in",
            ValueTypes.STATE,
            Key.Shape.SCALARS,
            "text or number, or a list",
            Key.Presence.REQUIRED,
            "",
            "States that raise the alarm. A text is compared letter by letter; `true` is 1; a text in quotes is never"
                    + " a number.");
    private static final Key<StateSet> CLEAR = Key.several(
            "clear",
            ValueTypes.STATE,
            "every state that is not in `in`",
            "States that clear the alarm; other states change nothing.");
    private static final Section KEYS = Section.of(
            "State alarm",
            "alarms[] with type: state",
            "Raised when the sensor reports one of certain states: `in: [FAULT, WARNING]`. The gateway always"
                    + " distinguishes the texts in alarm rules, however many texts sensors send. JSON texts such as"
                    + " `\"1\"` are numbers unless an alarm of their sensor names such a text in quotes: `in:"
                    + " [\"1\"]`.",
            IN,
            CLEAR);

    StateKind() {
        super(AlarmType.STATE, StateRule.class, "{sensor} is {value}");
    }

    @Override
    Section keys() {
        return KEYS;
    }

    @Override
    StateRule bind(AlarmEntry entry) {
        SectionReader keys = entry.keys();
        List<StateSet> in = keys.getAll(IN);
        List<StateSet> clear = keys.getAll(CLEAR);
        entry.requireNoLimitInMessage();
        boolean saysOrder = keys.has(AlarmKeys.IN_ARRIVAL_ORDER) || keys.has(AlarmKeys.REORDER);
        return entry.rule(() -> new StateRule(
                entry.name(),
                entry.selector(),
                entry.priority(),
                entry.message(defaultMessage()),
                entry.sinks(),
                StateSet.union(in),
                StateSet.union(clear),
                saysOrder ? entry.reorderNs() : AlarmRule.IN_ARRIVAL_ORDER,
                entry.onBad()));
    }

    @Override
    void describe(StateRule rule, List<String> parts) {
        parts.add("in " + described(rule.in()));
        if (!rule.clear().isEmpty()) {
            parts.add("cleared in " + described(rule.clear()));
        }
    }

    private static String described(StateSet states) {
        return Stream.concat(states.numbers().stream().map(Numbers::plain), states.texts().stream())
                .collect(Collectors.joining(" or "));
    }

    @Override
    void writeFields(StateRule rule, JsonGenerator json) throws IOException {
        writeStates(json, "in", rule.in());
        if (!rule.clear().isEmpty()) {
            writeStates(json, "clear", rule.clear());
        }
    }

    private static void writeStates(JsonGenerator json, String name, StateSet states) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : states.numbers()) {
            json.writeNumber(number);
        }
        for (String text : states.texts()) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    /**
     * Warns of a state that no file, table or rate source can send: these sources read texts that look like numbers as
     * numbers.
     */
    @Override
    void warn(StateRule rule, SectionReader keys, AlarmWarnings warnings) {
        if (!warnings.mayGiveNumbersAsTexts()) {
            warnOfNumbersInQuotes(keys.item(IN), rule.in(), warnings);
            warnOfNumbersInQuotes(keys.item(CLEAR), rule.clear(), warnings);
        }
    }

    private static void warnOfNumbersInQuotes(Item item, StateSet states, AlarmWarnings warnings) {
        for (String text : states.texts()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!Double.isNaN(DecimalText.parse(bytes, 0, bytes.length))) {
                warnings.warn(
                        item,
                        Scalar.quoted(text) + " in quotes is a text and never matches, because the sources read"
                                + " numbers as numbers: write "
                                + text + " without quotes");
            }
        }
    }
}

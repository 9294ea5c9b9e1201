package io.tocsin.alerts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.EventCause;
import io.tocsin.engine.result.ShelfKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AlarmEventFormatterTest {
    private static final double SHORTEST_2E23 = Double.parseDouble("2e23");
    private static final long RAISED_KEY = 0xD010116667AAEB58L;

    private final TestPlant plant = new TestPlant();
    private final int rule = plant.limitRule("bearing-hot", "{sensor} at {value} °C, limit {limit}", "alarms", "log");
    private final int sensor = plant.sensor("plant/line1/press3/temp");

    @Test
    void shouldWriteTheContractsObjectWhenRaised() {
        FormattedResult formatted =
                plant.formatter().format(TestPlant.raised(rule, sensor, 0, 4711, TestPlant.START_NS));

        assertThat(formatted.json())
                .isEqualTo("{\"id\":\"bearing-hot/1/plant/line1/press3/temp/1795195860000000000\","
                        + "\"eventId\":\"bearing-hot/1/plant/line1/press3/temp/1795195860000000000/RAISED/"
                        + "1795195860000000000-HI\",\"event\":\"RAISED\","
                        + "\"alarm\":\"bearing-hot\",\"sensor\":\"plant/line1/press3/temp\",\"level\":\"HI\","
                        + "\"state\":\"UNACKNOWLEDGED_ACTIVE\",\"priority\":\"high\","
                        + "\"time\":\"2026-11-20T17:31:00.000000000Z\",\"value\":96.2,\"limit\":95.0,"
                        + "\"message\":\"plant/line1/press3/temp at 96.2 °C, limit 95\",\"position\":4711,"
                        + "\"received\":\"2026-11-20T17:31:00.001000000Z\","
                        + "\"decided\":\"2026-11-20T17:31:00.001100000Z\",\"gateway\":\"press-hall\"}");
        assertThat(formatted.sinks()).containsExactly("alarms", "log");
    }

    /** The members of the alarm board follow those of the rule; an event that does not ring goes to no sink. */
    @Test
    void shouldWriteTheStateOfTheBoard() {
        OperatorAction action = OperatorAction.on(
                        ActionKind.ACKNOWLEDGE, "bearing-hot", "plant/line1/press3/temp", "anna")
                .because("on my way")
                .named("a-1");
        AlarmEventFlyweight event = onBoard(AlarmEventKind.ACKNOWLEDGED, action.encode());
        AlarmBoardFlyweight board = new AlarmBoardFlyweight().wrap(event);
        board.state(AlarmState.ACKNOWLEDGED_ACTIVE)
                .cause(EventCause.OPERATOR)
                .acknowledgedLevelCode(Level.HI.ordinal());

        FormattedResult formatted = plant.formatter().format(event);

        assertThat(formatted.json())
                .contains("/1795195860000000000/ACKNOWLEDGED/a-1\"")
                .contains("\"state\":\"ACKNOWLEDGED_ACTIVE\",\"annunciate\":false,\"priority\"")
                .contains("\"limit\":95.0,\"acknowledgedLevel\":\"HI\",\"by\":\"operator\",\"action\":\"ack\","
                        + "\"actionId\":\"a-1\",\"who\":\"anna\",\"why\":\"on my way\",\"message\"");
        assertThat(formatted.sinks()).containsExactly("/silent", "/alarms", "/log");
    }

    @Test
    void shouldNameRefusalsShelvesAndReminders() {
        OperatorAction action = OperatorAction.on(ActionKind.SHELVE, "bearing-hot", "plant/line1/press3/temp", "anna")
                .named("a-2");
        AlarmEventFlyweight refused = onBoard(AlarmEventKind.REFUSED, action.encode());
        new AlarmBoardFlyweight()
                .wrap(refused.raisedNs(AlarmEventFlyweight.NO_EPISODE))
                .refusalCode(Refusal.ALREADY_SHELVED.code())
                .shelf(ShelfKind.TIMED)
                .untilNs(TestPlant.START_NS);
        AlarmEventFlyweight reminded = onBoard(AlarmEventKind.REMINDED, new byte[0]);
        new AlarmBoardFlyweight().wrap(reminded).annunciated(true).number(3);

        FormattedResult second = plant.formatter().format(reminded);
        assertThat(second.sinks()).containsExactly("alarms", "log");
        assertThat(second.json())
                .contains("/REMINDED/3\"")
                .contains("\"annunciate\":true")
                .contains("\"number\":3");
        assertThat(plant.formatter().format(refused).json())
                .startsWith("{\"id\":\"bearing-hot/1/plant/line1/press3/temp/a-2\",")
                .contains("/a-2/REFUSED/a-2\"")
                .contains("\"shelved\":\"timed\",\"until\":\"2026-11-20T17:31:00.000000000Z\"")
                .contains("\"reason\":\"ALREADY_SHELVED\"")
                .contains("\"message\":\"" + Refusal.ALREADY_SHELVED.words());
    }

    private AlarmEventFlyweight onBoard(AlarmEventKind kind, byte[] action) {
        AlarmEventFlyweight raised = TestPlant.raised(rule, sensor, 0, 4711, TestPlant.START_NS);
        UnsafeBuffer memory = new UnsafeBuffer(new byte[AlarmBoardFlyweight.MAX_LENGTH]);
        raised.copyTo(memory, 0);
        AlarmEventFlyweight event = new AlarmEventFlyweight()
                .wrap(memory, 0, AlarmBoardFlyweight.lengthWith(action.length))
                .kind(kind)
                .onBoard();
        new AlarmBoardFlyweight()
                .wrap(event)
                .state(AlarmState.UNACKNOWLEDGED_ACTIVE)
                .shelf(ShelfKind.NONE)
                .refusalCode(AlarmBoardFlyweight.NO_REFUSAL)
                .acknowledgedLevelCode(AlarmEventFlyweight.NO_LEVEL)
                .rungLevelCode(AlarmEventFlyweight.NO_LEVEL)
                .cause(EventCause.NONE)
                .untilNs(0)
                .number(0)
                .revision(0)
                .unackedBefore(0)
                .action(action);
        return event;
    }

    @Test
    void shouldKeepTheRaisesIdWhenClearedAndNumberFurtherOccurrences() {
        AlarmEventFlyweight event = TestPlant.raised(rule, sensor, 3, 4713, TestPlant.START_NS)
                .kind(AlarmEventKind.CLEARED)
                .timeNs(TestPlant.START_NS + 5)
                .occurrence(2)
                .reason(AlarmEventReason.RULE_CHANGED);

        assertThat(plant.formatter().format(event).json())
                .contains("\"id\":\"bearing-hot/1/plant/line1/press3/temp/1795195860000000000-2\","
                        + "\"eventId\":\"bearing-hot/1/plant/line1/press3/temp/1795195860000000000-2/CLEARED/"
                        + "1795195860000000005-HI\"")
                .contains("\"state\":\"RETURNED_TO_NORMAL_UNACKNOWLEDGED\"")
                .contains("\"time\":\"2026-11-20T17:31:00.000000005Z\"")
                .contains("\"reason\":\"RULE_CHANGED\",\"message\"");
    }

    /** "The event flagged held: true": it is another event than the change to the same level at the same time. */
    @Test
    void shouldTellThatAnAlarmStandsOnAValueThatHasGone() throws Exception {
        AlarmEventFlyweight event =
                TestPlant.raised(rule, sensor, 3, 4713, TestPlant.START_NS).kind(AlarmEventKind.LEVEL_CHANGED);
        FormattedResult changed = plant.formatter().format(event);
        FormattedResult held = plant.formatter().format(event.held(true));

        assertThat(changed.json()).doesNotContain("held");
        assertThat(held.json()).contains("\"limit\":95.0,\"held\":true,\"message\"");
        assertThat(held.key()).isNotEqualTo(changed.key());
        assertThat(ResultFields.parse(held.json()).key()).isEqualTo(held.key());
        assertThat(ResultFields.parse(changed.json()).key()).isEqualTo(changed.key());
    }

    @Test
    void shouldOmitWhatAnEventHasNotWhenAGroupIsMissing() {
        int missing = plant.rule(TestPlant.missing("silent", "{sensor} {value} {limit} {level}", "plant/+/temp"));
        AlarmEventFlyweight event = TestPlant.raised(missing, AlarmEventFlyweight.GROUP, 0, 9, -1)
                .levelCode(AlarmEventFlyweight.NO_LEVEL)
                .value(Double.NaN)
                .limit(Double.NaN);

        String json = ResultFormatter.replay("gw", plant).format(event).json();

        assertThat(json)
                .isEqualTo("{\"id\":\"silent/1/plant/+/temp/-1\",\"eventId\":\"silent/1/plant/+/temp/-1/RAISED/-1\","
                        + "\"event\":\"RAISED\",\"alarm\":\"silent\","
                        + "\"sensor\":\"plant/+/temp\",\"state\":\"UNACKNOWLEDGED_ACTIVE\",\"priority\":\"low\","
                        + "\"time\":\"1969-12-31T23:59:59.999999999Z\",\"message\":\"plant/+/temp none none none\","
                        + "\"position\":9,\"received\":\"1970-01-01T00:00:00.000999999Z\",\"gateway\":\"gw\"}");
    }

    @Test
    void shouldWriteTheTextWhenAValueIsOne() throws Exception {
        int state = plant.rule(new StateRule(
                "cond",
                new SensorSelector("#"),
                Priority.HIGH,
                "{sensor} is {value}",
                List.of(),
                StateSet.of("say \"no\""),
                StateSet.NONE,
                0));
        AlarmEventFlyweight event = TestPlant.raised(state, sensor, 0, 9, 5)
                .levelCode(AlarmEventFlyweight.NO_LEVEL)
                .value(plant.text("say \"no\""))
                .limit(Double.NaN);

        FormattedResult formatted = plant.formatter().format(event);

        assertThat(formatted.json())
                .contains("\"value\":\"say \\\"no\\\"\",\"message\":\"plant/line1/press3/temp is say \\\"no\\\"\"");
        assertThat(ResultFields.parse(formatted.json()).key()).isEqualTo(formatted.key());
    }

    @Test
    void shouldUseTheNewestMessageAndTheLevelsPriorityWhenThePresentationChanges() {
        ResultFormatter formatter = plant.formatter();
        AlarmEventFlyweight event = TestPlant.raised(rule, sensor, 0, 1, 0).levelCode(Level.HIHI.ordinal());
        assertThat(formatter.format(event).json()).contains("\"priority\":\"critical\"");

        plant.replaceRule(rule, TestPlant.limit("bearing-hot", "now {alarm} {priority} {2}/{9}|{gateway} {time}"));

        assertThat(formatter.format(event).json())
                .contains("\"message\":\"now bearing-hot critical line1/|press-hall 1970-01-01T00:00:00.000000000Z\"");
    }

    @Test
    void shouldWriteTheShortestDoublesThatReadBackWhenNumbersAreAwkward() {
        // JDK 17 prints 2.0E-3 as it should but 2.2E-322 and 2e23 with digits too many.
        for (double value : new double[] {0.1 + 0.2, 2e-3, SHORTEST_2E23, 1e7, -0.0, Double.MIN_VALUE}) {
            String json = plant.formatter()
                    .format(TestPlant.raised(rule, sensor, 0, 1, 0).value(value))
                    .json();
            String number = json.substring(json.indexOf("\"value\":") + 8, json.indexOf(",\"limit\""));
            assertThat(Double.parseDouble(number)).isEqualTo(value);
        }
        assertThat(plant.formatter()
                        .format(TestPlant.raised(rule, sensor, 0, 1, 0).value(SHORTEST_2E23))
                        .json())
                .contains("\"value\":2.0E23,");
    }

    @Test
    void shouldEscapeNothingIntoTheObjectWhenNamesHaveQuotesAndBraces() throws Exception {
        int hostile = plant.sensor("plant/\",\"event\":\"CLEARED/{alarm}\\");

        String json = plant.formatter()
                .format(TestPlant.raised(rule, hostile, 0, 1, 0))
                .json();

        EventFields fields = EventFields.parse(json);
        assertThat(fields.event()).isEqualTo("RAISED");
        assertThat(fields.sensor()).isEqualTo("plant/\",\"event\":\"CLEARED/{alarm}\\");
        assertThat(fields.message()).startsWith("plant/\",\"event\":\"CLEARED/{alarm}\\ at");
    }

    @Test
    void shouldGiveOneKeyToRepeatsAndOthersToChangesOfLevelWhenKeyed() {
        ResultFormatter formatter = plant.formatter();
        long raised = formatter.format(TestPlant.raised(rule, sensor, 0, 1, 7)).key();
        long repeated = formatter
                .format(TestPlant.raised(rule, sensor, 5, 9, 7).decidedNs(1).receivedNs(2))
                .key();
        long up = formatter
                .format(TestPlant.raised(rule, sensor, 1, 2, 7)
                        .kind(AlarmEventKind.LEVEL_CHANGED)
                        .levelCode(Level.HIHI.ordinal())
                        .timeNs(8))
                .key();
        long upAgain = formatter
                .format(TestPlant.raised(rule, sensor, 1, 2, 7)
                        .kind(AlarmEventKind.LEVEL_CHANGED)
                        .levelCode(Level.HIHI.ordinal())
                        .timeNs(9))
                .key();

        assertThat(repeated).isEqualTo(raised);
        assertThat(up).isNotEqualTo(raised).isNotEqualTo(upAgain);
    }

    @Test
    void shouldNameEachChangeOfLevelApartWhenAnEpisodeHasSeveralAtOneInstant() throws Exception {
        ResultFormatter formatter = plant.formatter();
        List<String> names = new ArrayList<>();
        Set<Long> keys = new HashSet<>();
        for (int earlier = 0; earlier < 3; earlier++) {
            FormattedResult formatted = formatter.format(TestPlant.raised(rule, sensor, earlier, 1, 7)
                    .kind(AlarmEventKind.LEVEL_CHANGED)
                    .levelCode(Level.HIHI.ordinal())
                    .timeNs(8)
                    .earlierAtInstant(earlier));
            EventFields fields = EventFields.parse(formatted.json());
            names.add(fields.eventId());
            keys.add(formatted.key());
            assertThat(fields.key()).as(fields.eventId()).isEqualTo(formatted.key());
        }
        String first = "bearing-hot/1/plant/line1/press3/temp/7/LEVEL_CHANGED/8-HIHI";
        assertThat(names).containsExactly(first, first + "-2", first + "-3");
        assertThat(keys).hasSize(3);
    }

    /** Alarm logs and alarm files of versions without event ids are gone on from. */
    @Test
    void shouldKeepTheKeyThatAnOlderVersionGave() throws Exception {
        String raised = plant.formatter()
                .format(TestPlant.raised(rule, sensor, 0, 1, TestPlant.START_NS))
                .json();
        String changed = plant.formatter()
                .format(TestPlant.raised(rule, sensor, 1, 2, TestPlant.START_NS)
                        .kind(AlarmEventKind.LEVEL_CHANGED)
                        .levelCode(Level.HIHI.ordinal()))
                .json();
        for (String json : List.of(raised, changed)) {
            String older = json.replaceFirst("\"eventId\":\"[^\"]*\",", "");
            assertThat(older).isNotEqualTo(json);
            assertThat(EventFields.parse(older).key())
                    .isEqualTo(EventFields.parse(json).key());
        }
        // The first 64 bits of the SHA-256 of "bearing-hot/1/plant/line1/press3/temp/1795195860000000000\nRAISED".
        assertThat(EventFields.parse(raised).key()).isEqualTo(RAISED_KEY);
    }
}

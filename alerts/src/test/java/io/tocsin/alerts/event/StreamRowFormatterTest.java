package io.tocsin.alerts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.TestPlant;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamRowFormatterTest {
    private static final long END_NS = TestPlant.START_NS + 10_000_000_000L;

    private final TestPlant plant = new TestPlant();
    private final int stream = plant.stream("temp-10s", List.of(Aggregate.AVG, Aggregate.MAX), "console", "log");
    private final int sensor = plant.sensor("plant/line1/press3/temp");

    private StreamRowFlyweight row(double avg, double max) {
        return TestPlant.row(stream, sensor, 0, 4711, END_NS, 600, avg, max);
    }

    @Test
    void shouldWriteTheContractsObjectWhenAWindowCloses() {
        FormattedResult formatted = plant.formatter().format(row(81.2, 84));

        assertThat(formatted.json())
                .isEqualTo("{\"id\":\"temp-10s/1/plant/line1/press3/temp/1795195870000000000\",\"stream\":\"temp-10s\","
                        + "\"sensor\":\"plant/line1/press3/temp\",\"start\":\"2026-11-20T17:31:00.000000000Z\","
                        + "\"end\":\"2026-11-20T17:31:10.000000000Z\",\"count\":600,\"avg\":81.2,\"max\":84.0,"
                        + "\"update\":false,\"position\":4711,\"received\":\"2026-11-20T17:31:10.001000000Z\","
                        + "\"decided\":\"2026-11-20T17:31:10.001100000Z\",\"gateway\":\"press-hall\"}");
        assertThat(formatted.sinks()).containsExactly("console", "log");
    }

    @Test
    void shouldLeaveOutDecidedWhenReplayed() {
        String json = ResultFormatter.replay("gw", plant)
                .format(row(81.2, 84).flags(true, false))
                .json();

        assertThat(json)
                .endsWith("\"update\":true,\"position\":4711,\"received\":\"2026-11-20T17:31:10.001000000Z\","
                        + "\"gateway\":\"gw\"}");
    }

    @Test
    void shouldGiveTheCountOnceAndNoNumberThatIsNoneWhenAggregatesHaveThem() {
        int counted = plant.stream("s", List.of(Aggregate.RATE, Aggregate.COUNT, Aggregate.SUM, Aggregate.MIN));

        FormattedResult formatted = plant.formatter()
                .format(TestPlant.row(counted, sensor, 0, 1, END_NS, 1, Double.NaN, 1, Double.POSITIVE_INFINITY, -0.0));

        assertThat(formatted.json()).contains("Z\",\"count\":1,\"min\":-0.0,\"update\":false,\"position\"");
        assertThat(formatted.sinks()).isEmpty();
    }

    @Test
    void shouldWriteTheSampleWhenItIsLate() throws Exception {
        StreamRowFlyweight late = TestPlant.row(stream, sensor, 0, 4711, END_NS, 1, 84.5)
                .startNs(TestPlant.START_NS)
                .flags(false, true);

        FormattedResult formatted = plant.formatter().format(late);

        assertThat(formatted.json())
                .isEqualTo("{\"id\":\"temp-10s/1/plant/line1/press3/temp/1795195860000000000-late-4055200000000000\","
                        + "\"stream\":\"temp-10s\",\"sensor\":\"plant/line1/press3/temp\",\"late\":true,"
                        + "\"time\":\"2026-11-20T17:31:00.000000000Z\",\"value\":84.5,\"position\":4711,"
                        + "\"received\":\"2026-11-20T17:31:10.001000000Z\","
                        + "\"decided\":\"2026-11-20T17:31:10.001100000Z\",\"gateway\":\"press-hall\"}");
        assertThat(ResultFields.parse(formatted.json()).key()).isEqualTo(formatted.key());
    }

    @Test
    void shouldTellLinesThatSayTheSameApartOnlyWhenTheyAreNoRepeat() throws Exception {
        long first = lineKey(row(81.2, 84));
        assertThat(lineKey(row(81.2, 84).position(9))).as("decided again").isEqualTo(first);

        long update = lineKey(row(81.2, 84).flags(true, false));
        assertThat(lineKey(row(81.2, 84).flags(true, false).decidedNs(1))).isEqualTo(update);
        assertThat(lineKey(row(81.2, 84).flags(true, false).position(9))).isNotEqualTo(update);
    }

    @Test
    void shouldWriteBothTimesWhenSamplesAreJoined() throws Exception {
        Input input = new Input(new SensorSelector("#"), "{1}");
        int join = plant.join(new JoinNode(
                "delta",
                input,
                input,
                JoinType.LEFT,
                new JoinCondition.Interval(0, 5),
                false,
                List.of(JoinValue.LEFT, JoinValue.DIFFERENCE),
                0,
                List.of("log")));
        StreamRowFlyweight pair = TestPlant.row(join, sensor, 0, 4711, END_NS, 2, 81.5, 1.5, 0, 0)
                .asJoin()
                .timeNs(2, TestPlant.START_NS)
                .timeNs(3, END_NS - 1);
        FormattedResult formatted = plant.formatter().format(pair);

        assertThat(formatted.json())
                .startsWith("{\"id\":\"delta/1/plant/line1/press3/temp/1795195870000000000-")
                .contains("\"count\":2,\"leftTime\":\"2026-11-20T17:31:00.000000000Z\","
                        + "\"rightTime\":\"2026-11-20T17:31:09.999999999Z\",\"left\":81.5,\"difference\":1.5,"
                        + "\"update\":false,\"position\":4711");
        assertThat(ResultFields.parse(formatted.json()).key()).isEqualTo(formatted.key());

        String alone = plant.formatter()
                .format(pair.value(1, Double.NaN).timeNs(3, Long.MIN_VALUE).count(1))
                .json();
        assertThat(alone).contains("\"leftTime\"").doesNotContain("rightTime").doesNotContain("difference");
        assertThat(alone.substring(0, 90))
                .as("another id")
                .isNotEqualTo(formatted.json().substring(0, 90));
    }

    @Test
    void shouldWriteTheNameWhenOneIsLookedUp() throws Exception {
        Input input = new Input(new SensorSelector("#"), "{1}");
        int join = plant.join(new JoinNode(
                "named",
                input,
                input,
                JoinType.LEFT,
                new JoinCondition.Latest(),
                false,
                List.of(JoinValue.LEFT, JoinValue.RIGHT, JoinValue.SUM),
                0,
                List.of("log")));
        double name = plant.text("12");
        StreamRowFlyweight pair = TestPlant.row(join, sensor, 0, 4711, END_NS, 2, 81.5, name, 0, 0, 0)
                .value(2, JoinValue.SUM.of(81.5, name))
                .asJoin()
                .timeNs(3, TestPlant.START_NS)
                .timeNs(4, END_NS - 1);
        FormattedResult formatted = plant.formatter().format(pair);

        assertThat(formatted.json()).contains("\"left\":81.5,\"right\":\"12\",\"update\"");
        assertThat(ResultFields.parse(formatted.json()).key()).isEqualTo(formatted.key());
        assertThat(fields(formatted).numbers()).isEqualTo("count 2, left 81.5, right 12");
        assertThat(plant.formatter().format(pair.value(1, 12)).key())
                .as("the number is another value")
                .isNotEqualTo(formatted.key());
    }

    @Test
    void shouldNameTheStatesBehindTheAggregates() throws Exception {
        int states = plant.stream(
                "s", List.of(Aggregate.AVG), List.of(TimeInState.at("on", 1), TimeInState.above("hot", 80)), "log");
        FormattedResult formatted =
                plant.formatter().format(TestPlant.row(states, sensor, 0, 1, END_NS, 3, 1.5, 6.25, 0));

        assertThat(formatted.json())
                .contains("\"count\":3,\"avg\":1.5,\"time_in_on\":6.25,\"time_in_hot\":0.0,\"update\"");
        assertThat(fields(formatted).values())
                .containsExactly(
                        new RowFields.Value("avg", 1.5),
                        new RowFields.Value("time_in_on", 6.25),
                        new RowFields.Value("time_in_hot", 0));
    }

    @Test
    void shouldNumberRowsOfReadingsThatHaveOneTime() throws Exception {
        String first = fields(
                        plant.formatter().format(row(1, 2).flags(false, false).givenBefore(0)))
                .id();
        RowFields second =
                fields(plant.formatter().format(row(1, 2).flags(false, false).givenBefore(1)));
        assertThat(second.id()).isEqualTo(first + "-2");
        assertThat(second.isUpdate()).isFalse();
        StreamRowFlyweight many = row(1, 2).flags(true, false).givenBefore(Long.MAX_VALUE);
        assertThat(many.givenBefore()).isEqualTo(0xFFFFFF);
        assertThat(many.isUpdate()).isTrue();
        assertThat(many.isLate()).isFalse();
    }

    private long lineKey(StreamRowFlyweight row) throws IOException {
        return fields(plant.formatter().format(row)).lineKey();
    }

    @Test
    void shouldKeepTheIdAndChangeTheKeyWhenAWindowIsUpdated() throws Exception {
        FormattedResult first = plant.formatter().format(row(81.2, 84));
        FormattedResult update =
                plant.formatter().format(row(81.3, 84).count(601).flags(true, false));
        FormattedResult again = plant.formatter()
                .format(row(81.2, 84).ordinal(9).position(99).receivedNs(1).decidedNs(2));

        assertThat(fields(update).id()).isEqualTo(fields(first).id());
        assertThat(update.key()).isNotEqualTo(first.key());
        assertThat(again.key()).isEqualTo(first.key());
        assertThat(plant.formatter().format(row(Math.nextUp(81.2), 84)).key()).isNotEqualTo(first.key());
        assertThat(plant.formatter().format(row(81.2, 84).startNs(0)).key()).isNotEqualTo(first.key());
        assertThat(plant.formatter().format(row(81.2, Double.NaN)).key()).isNotEqualTo(first.key());
    }

    /** The file sink recognizes written lines by this. */
    @Test
    void shouldReadTheSameKeyFromTheLineWhateverTheNumbers() throws Exception {
        List<Aggregate> all = List.of(Aggregate.values());
        int[] streams = {
            plant.stream("first", all.subList(0, StreamNode.MAX_AGGREGATES)),
            plant.stream("last", all.subList(all.size() - StreamNode.MAX_AGGREGATES, all.size()))
        };
        long seed = Long.getLong("tocsin.seed", 1);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            int stream = streams[i % streams.length];
            double[] values = random.longs(StreamNode.MAX_AGGREGATES)
                    .mapToDouble(Double::longBitsToDouble)
                    .toArray();
            StreamRowFlyweight row = TestPlant.row(stream, sensor, i, i, random.nextLong(), random.nextLong(), values)
                    .flags(random.nextBoolean(), false);

            FormattedResult formatted = plant.formatter().format(row);

            assertThat(ResultFields.parse(formatted.json()).key())
                    .as("-Dtocsin.seed=%d, i=%d: %s", seed, i, formatted.json())
                    .isEqualTo(formatted.key());
        }
    }

    @Test
    void shouldTellRowsFromEventsAndFromOtherLinesWhenParsed() throws Exception {
        int rule = plant.limitRule("hot", "\",\"stream\":\"x");
        String event = plant.formatter()
                .format(TestPlant.raised(rule, sensor, 0, 0, 0))
                .json();

        assertThat(ResultFields.parse(event)).isInstanceOf(EventFields.class);
        assertThat(fields(plant.formatter().format(row(81.25, 84))).numbers())
                .isEqualTo("count 600, avg 81.25, max 84");
        assertThatThrownBy(() -> ResultFields.parse("{\"stream\":1}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResultFields.parse("{\"stream\":1,\"count\":1,\"position\":1,\"avg\":\"x\"}"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResultFields.parse("[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResultFields.parse("{\"stream\":")).isInstanceOf(IOException.class);
    }

    private static RowFields fields(FormattedResult formatted) throws IOException {
        return (RowFields) ResultFields.parse(formatted.json());
    }
}

package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Progress;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxFileSourceTest {
    private static final String[] TEXTS = {"RUN", "dry, \\\"hot\\\" day", "two\\nlines", "two\nlines = 2, 3", "a=b c"};

    @TempDir
    private Path directory;

    private String sensor = "{measurement}/{tags}/{field}";
    private ValueRule rule = ValueRule.PLAIN;
    private boolean follow;
    private boolean sorts;

    @Test
    void shouldGiveAReadingAField() throws Exception {
        Rig rig = read("""
                \uFEFFweather,location=us-midwest temperature=82,humidity=71i 1795195859000000000
                # a comment with a "

                weather,location=us\\ west ok=t,note="dry, \\"hot\\" day\" 1795195859000000001\r
                cpu load=-1.5e-3,idle=nan
                """);
        List<Reading> readings = rig.intake.readings();
        assertThat(readings)
                .extracting(Reading::sensor)
                .containsExactly(
                        "weather/us-midwest/temperature",
                        "weather/us-midwest/humidity",
                        "weather/us west/ok",
                        "weather/us west/note",
                        "cpu/load",
                        "cpu/idle");
        assertThat(readings).extracting(Reading::value).startsWith(82.0, 71.0, 1.0);
        assertThat(TextValue.isText(readings.get(3).value())).isTrue();
        assertThat(readings.get(3).eventTimeNs()).isEqualTo(1_795_195_859_000_000_001L);
        assertThat(readings.get(4).flags()).isEqualTo(ReadingFlags.NO_EVENT_TIME);
        assertThat(readings.get(5).quality()).isEqualTo(Quality.BAD.code());
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(6);
        List<Entry> entries = rig.intake.entries();
        assertThat(((Progress) entries.get(entries.size() - 1)).end()).isTrue();
    }

    @Test
    void shouldLoseTheFaultyLineOnlyAndSayItsNumber() throws Exception {
        sensor = "{file}/{host}/{field}";
        Rig rig = read("""
                cpu,host=a load=1
                # comment
                cpu,host=a load=1.2.3

                cpu,host=a note="never closed
                cpu,host=a note="two
                lines",load=2
                cpu load=3,idle=4
                cpu,host=a load=5 soon
                cpu,host=a load=6
                cpu,host=a load=%s
                cpu,host=a load=7""".formatted("1".repeat(RowReader.MAX_ROW_LENGTH)));
        assertThat(rig.intake.readings())
                .extracting(Reading::sensor)
                .as("the last line has no line break")
                .containsExactly("read/a/load", "read/a/load", "read/a/load");
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 2.0, 6.0);
        assertThat(rig.count(Counter.DROPPED_BAD_PAYLOAD)).isEqualTo(2);
        assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isEqualTo(2);
        assertThat(rig.count(Counter.DROPPED_BAD_TIME)).isEqualTo(1);
        assertThat(rig.count(Counter.DROPPED_BAD_ROW)).isEqualTo(1);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(10);
        rig.close();
        List<String> kept = Files.readAllLines(rig.quarantineFile);
        assertThat(kept).hasSize(6);
        assertThat(kept.get(0)).contains("\"where\":\"line 3\"", "\"detail\":\"column 17: a value that is no number");
        assertThat(kept.get(1)).contains("\"where\":\"line 5\"", "column 17: a text has no closing quote");
        assertThat(kept.get(2)).contains("\"where\":\"line 6\"", "the field is a text");
        assertThat(kept.get(3))
                .contains("\"where\":\"line 8\"", "column 1: no tag host", "and 1 more of its 2 readings");
        assertThat(kept.get(4)).contains("\"where\":\"line 9\"", "\"reason\":\"droppedBadTime\"");
        assertThat(kept.get(5)).contains("\"where\":\"line 11\"", "a line longer than 65536 bytes");
    }

    /** Random files, many of whose lines are damaged, against the naive reader; and cut anywhere, as a crash would. */
    @Test
    void shouldReadAsTheNaiveReaderAndEachLineOnceWhenRestarted() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("InfluxFileSourceTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            String text = file(random, 1 + random.nextInt(400));
            NaiveLines naive = new NaiveLines(text);
            List<String> expected = naive.read();
            Rig whole = read(text);
            List<Entry> journal = whole.intake.entries();
            assertThat(shown(journal)).as("seed=%d round=%d", seed, round).isEqualTo(expected);
            assertThat(whole.count(Counter.RECEIVED) - expected.size())
                    .as("seed=%d round=%d", seed, round)
                    .isEqualTo(naive.lost());
            whole.close();
            List<Entry> survived = journal.subList(0, random.nextInt(journal.size() + 1));
            Rig rest = run(directory.resolve("read.lp"), CsvFileSourceTest.resumePoint(survived));
            List<String> all = new ArrayList<>(shown(survived));
            all.addAll(shown(rest.intake.entries()));
            assertThat(all)
                    .as("seed=%d round=%d cut=%d", seed, round, survived.size())
                    .isEqualTo(expected);
            rest.close();
        }
    }

    @Test
    void shouldReadOnWhereLinesWereAppended() throws Exception {
        Path file = Files.writeString(directory.resolve("read.lp"), "m a=1,b=2 1\nm a=");
        Rig first = run(file, ResumePoint.FROM_START);
        append(file, "3 2\nm a=x 3\n");
        Rig second = run(file, CsvFileSourceTest.resumePoint(first.intake.entries()));
        assertThat(second.intake.readings()).extracting(Reading::value).containsExactly(3.0);
        second.close();
        assertThat(Files.readAllLines(second.quarantineFile))
                .singleElement()
                .asString()
                .contains("\"where\":\"line 3\"");
    }

    @Test
    void shouldSortByTheTimesOfTheLines() throws Exception {
        sorts = true;
        Rig rig = read("m a=3 3\nm a=1,b=1 1\nm a=2 2\nm a=9\n");
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 1.0, 2.0, 3.0, 9.0);
    }

    @Test
    void shouldKeepTextsThatLookLikeNumbersWhereTheRuleSaysSo() throws Exception {
        rule = new ValueRule(ValueRule.Type.TEXT, rule.scale(), List.of(), Map.of(), false, null);
        Rig rig = read("m state=\"01\",n=2i\n");
        assertThat(TextValue.isText(rig.intake.readings().get(0).value())).isTrue();
        assertThat(rig.intake.readings().get(1).value()).isEqualTo(2);
        rule = ValueRule.PLAIN;
        assertThat(read("m state=\"01\"\n").intake.readings().get(0).value()).isEqualTo(1);
    }

    @Test
    void shouldGoOverToANewFileWhenItIsFollowed() throws Exception {
        follow = true;
        Path file = Files.writeString(directory.resolve("read.lp"), "m a=1\nm a=");
        Rig rig = Rig.withSystemClock(directory);
        FileSource source = new FileSource(config(file), rig.context, ResumePoint.FROM_START);
        source.start();
        rig.await("the first line", () -> rig.intake.readingCount() == 1);
        append(file, "2\nm a=3");
        rig.await("the line that was completed", () -> rig.intake.readingCount() == 2);
        Path fresh = Files.writeString(directory.resolve("fresh"), "m a=4\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        rig.await("the new file", () -> rig.intake.readingCount() == 4);
        source.stop();
        assertThat(source.awaitEnd(5_000)).isTrue();
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(rig.failures).isEmpty();
    }

    private static String file(Random random, int lineCount) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lineCount; i++) {
            StringBuilder line = new StringBuilder(line(random));
            if (random.nextInt(4) == 0) {
                line.deleteCharAt(random.nextInt(line.length()));
            }
            text.append(line).append(random.nextInt(9) == 0 ? "\r\n" : "\n");
            text.append(random.nextInt(9) == 0 ? "\n" : "");
        }
        return text.toString();
    }

    private static String line(Random random) {
        if (random.nextInt(20) == 0) {
            return "# \"a comment";
        }
        StringBuilder line = new StringBuilder(random.nextBoolean() ? "m" : "two\\ words\\,n");
        for (int tags = random.nextInt(3); tags > 0; tags--) {
            line.append(",tag").append(tags).append('=').append(random.nextBoolean() ? "x" : "y\\=1\\ z");
        }
        String sign = " ";
        for (int fields = 1 + random.nextInt(3); fields > 0; fields--) {
            line.append(sign).append("f").append(fields).append('=').append(value(random));
            sign = ",";
        }
        return line + (random.nextInt(5) == 0 ? "" : " " + (1 + random.nextInt(1_000)));
    }

    private static String value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(100) + "i";
            case 1 -> random.nextBoolean() ? "true" : "F";
            case 2 -> '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
            default -> Integer.toString(random.nextInt(2_000) - 1_000);
        };
    }

    private static List<String> shown(List<Entry> entries) {
        List<String> shown = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Reading reading) {
                boolean hasTime = (reading.flags() & ReadingFlags.NO_EVENT_TIME) == 0;
                shown.add(reading.sensor() + "=" + (TextValue.isText(reading.value()) ? "text" : reading.value()) + "@"
                        + (hasTime ? reading.eventTimeNs() : ""));
            }
        }
        return shown;
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private Rig read(String text) throws Exception {
        return run(
                Files.write(directory.resolve("read.lp"), text.getBytes(StandardCharsets.UTF_8)),
                ResumePoint.FROM_START);
    }

    private Rig run(Path file, ResumePoint resume) throws Exception {
        Rig rig = new Rig(directory, 5_000, () -> CsvFileSourceTest.NOW_NS);
        FileSource source = new FileSource(config(file), rig.context, resume);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();
        assertThat(rig.failures).isEmpty();
        return rig;
    }

    private FileSourceConfig config(Path file) {
        FileFormat format = new FileFormat.Influx(rule, TimeFormat.of(TimeUnits.NS), NameTemplate.parse(sensor));
        return new FileSourceConfig("f", file, format, 0, Long.MAX_VALUE, follow, sorts);
    }
}

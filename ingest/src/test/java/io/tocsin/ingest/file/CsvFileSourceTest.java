package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.ingest.FakeIntake;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Progress;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import io.tocsin.ingest.tally.StepsBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileSourceTest {
    static final long NOW_NS = 1_795_195_860_000_000_000L;

    @TempDir
    private Path directory;

    @Test
    void shouldGiveOneReadingARowWhenRowsAreGood() throws Exception {
        Rig rig = read("""
                tag,value,event_time_ms,quality
                a,1.5,1795195859000,GOOD
                b,,1795195859001,
                a,text,1795195859002,BAD
                a,2,,UNCERTAIN
                a,3,1795999999999,GOOD
                """);
        List<Reading> readings = rig.intake.readings();
        assertThat(readings.get(0)).isEqualTo(new Reading("a", 1_795_195_859_000_000_000L, NOW_NS, 1.5, 0, 0));
        assertThat(readings.get(1).quality()).isEqualTo(Quality.BAD.code());
        assertThat(readings.get(2).quality()).isEqualTo(Quality.BAD.code());
        assertThat(readings.get(3).flags()).isEqualTo(ReadingFlags.NO_EVENT_TIME);
        assertThat(readings.get(3).eventTimeNs()).isEqualTo(NOW_NS);
        assertThat(readings.get(4).flags()).isEqualTo(ReadingFlags.FUTURE);
        assertThat(readings.get(4).eventTimeNs()).isEqualTo(NOW_NS);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(5);
        assertThat(rig.count(Counter.BAD_QUALITY)).isEqualTo(2);
        assertThat(rig.count(Counter.FUTURE_EVENT_TIME)).isEqualTo(1);
        List<Entry> entries = rig.intake.entries();
        assertThat(((Progress) entries.get(entries.size() - 1)).end()).isTrue();
        assertThat(((Progress) entries.get(0)).end()).isFalse();
    }

    @Test
    void shouldTallyItsRows() throws Exception {
        Path file = Files.writeString(directory.resolve("r.csv"), """
                tag,value,event_time_ms,quality
                a,1,1795195859000,GOOD
                a,2,1795195858000,BAD
                a,3,soon,GOOD
                a,4,1795195859500,GOOD
                """);
        FileSourceConfig config = new FileSourceConfig(
                "f", file, "tag", "value", "event_time_ms", "quality", TimeUnits.MS, 0, Long.MAX_VALUE);
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        FileSource source = new FileSource(config, rig.context, ResumePoint.FROM_START);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();

        InputTally tally = source.tallies().get(0);
        assertThat(tally.name()).isEqualTo("file r.csv");
        assertThat(tally.readings()).isEqualTo(3);
        assertThat(tally.count(Kind.BAD)).isEqualTo(1);
        assertThat(tally.sample(Kind.BAD).text()).isEqualTo("a,2,1795195858000,BAD");
        assertThat(tally.count(Kind.DROPPED)).isEqualTo(1);
        assertThat(tally.sample(Kind.DROPPED).text()).isEqualTo("a,3,soon,GOOD");
        assertThat(tally.steps().count()).isEqualTo(1);
        assertThat(tally.steps().takeLargest()).isEqualTo(new StepsBack.Largest(0, 1_000_000_000L));
        rig.close();
    }

    @Test
    void shouldDropAndQuarantineWithReasonWhenRowsAreBad() throws Exception {
        Rig rig = read("""
                tag,value,event_time_ms,quality
                a,o\u0007n,1,GOOD
                a,1,soon,GOOD
                a,1
                a,"1"x,1,GOOD
                a#b,1,1,GOOD
                ,1,1,GOOD
                a,1,1,GOOD
                """);
        assertThat(rig.intake.readings()).hasSize(1);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(7);
        assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        assertThat(rig.count(Counter.DROPPED_BAD_TIME)).isEqualTo(1);
        assertThat(rig.count(Counter.DROPPED_BAD_ROW)).isEqualTo(2);
        assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isEqualTo(2);
        rig.close();
        assertThat(Files.readAllLines(rig.quarantineFile))
                .hasSize(6)
                .first()
                .asString()
                .contains(
                        "\"reason\":\"droppedNotANumber\"", "\"raw\":\"a,o\\u0007n,1,GOOD\"", "\"where\":\"byte 32\"");
        assertThat(rig.log)
                .as("another fault under the same reason is told, too")
                .hasSize(5);
    }

    @Test
    void shouldTakeTexts() throws Exception {
        StringBuilder rows = new StringBuilder("tag,value\nmode,RUN\ntemp,RUN\nmode, STOP \nmode,5\nmode,a\u0001b\n");
        for (int i = 0; i < FakeIntake.MAX_TEXTS; i++) {
            rows.append("mode,t").append(i).append('\n');
        }
        Path file = Files.writeString(directory.resolve("r.csv"), rows.append("mode,RUN\n"));
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        rig.intake.numberReaders(sensor -> List.of("alarm hot"));
        run(rig, config(file, 0, false), ResumePoint.FROM_START);
        List<Reading> readings = rig.intake.readings();
        assertThat(readings).extracting(Reading::quality).containsOnly((int) Quality.GOOD.code());
        assertThat(readings.stream().map(reading -> rig.intake.text(reading.value())))
                .containsExactly(
                        "RUN", "RUN", "STOP", null, "t0", "t1", "t2", "t3", "t4", "t5", "OTHER", "OTHER", "RUN");
        assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        assertThat(rig.count(Counter.OTHER_TEXTS)).isEqualTo(2);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(14);
        rig.close();
        assertThat(rig.log)
                .hasSize(4)
                .anyMatch(line -> line.startsWith(
                        "source f: sensor mode sends texts and no number so far, \"RUN\"; rules that take"))
                .anyMatch(line -> line.startsWith("source f: sensor temp sends texts and no number so far"))
                .anyMatch(line -> line.startsWith("source f: the text \"t6\" of sensor mode is read as OTHER"))
                .anyMatch(line -> line.contains("column value is a text, which must have 1 to 128 bytes"));
    }

    @Test
    void shouldDropTextsWhereOnlyNumbersAreTaken() throws Exception {
        Path file = Files.writeString(directory.resolve("r.csv"), "tag,value\na,RUN\na,5\n");
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        run(rig, numbersOnly(file), ResumePoint.FROM_START);
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(5.0);
        assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        rig.close();
        assertThat(rig.log).singleElement().asString().contains("column value is a text, and type: number takes none");
    }

    @Test
    void shouldTakeBlanksAroundANameForNoPartOfItUnlessTheyAreInQuotes() throws Exception {
        Rig rig = read(
                "tag, value, event_time_ms, quality\nmta, 13, 1, GOOD\n mta\t, 5, 2,\n\" mta\", \"7\" , 3, \"GOOD\"\n");
        assertThat(rig.intake.readings()).extracting(Reading::sensor).containsExactly("mta", "mta", " mta");
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(13.0, 5.0, 7.0);
    }

    @Test
    void shouldReadQualityInTheCodesThatAreSaid() throws Exception {
        String rows = "tag,value,q\na,1,0\na,2,192\na,3,2147483648\na,4,Good\na,5,\n";
        Path file = Files.writeString(directory.resolve("r.csv"), rows);
        for (OpcCodes codes : OpcCodes.values()) {
            Rig rig = new Rig(directory, 10, () -> NOW_NS);
            FileConfigs config = FileConfigs.tall(file, ValueRule.PLAIN);
            config.quality = new QualityMapping("q", codes);
            run(rig, config.build(), ResumePoint.FROM_START);
            boolean isUa = codes == OpcCodes.OPC_UA;
            boolean isClassic = codes == OpcCodes.OPC_CLASSIC;
            assertThat(rig.intake.readings().stream().map(reading -> Quality.ofCode(reading.quality())))
                    .as(codes.name())
                    .containsExactly(
                            isUa ? Quality.GOOD : Quality.BAD,
                            Quality.GOOD,
                            isClassic ? Quality.UNCERTAIN : Quality.BAD,
                            Quality.GOOD,
                            Quality.GOOD);
            rig.close();
            assertThat(rig.log).hasSize(codes == OpcCodes.UNSAID ? 1 : 0);
            assertThat(rig.log)
                    .allMatch(
                            line -> line.equals(
                                    "source f: quality 0 of sensor a makes its reading BAD, as in OPC"
                                            + " classic; in OPC UA 0 is good. Say which it is: quality: {path: q, codes: opcua}, or codes: opc-classic"));
        }
    }

    @Test
    void shouldDropUnknownSensorsWhenTheLimitIsReached() throws Exception {
        Path file = Files.writeString(directory.resolve("r.csv"), "tag,value\na,1\nb,2\nc,3\na,4\n");
        Rig rig = new Rig(directory, 2, () -> NOW_NS);
        run(rig, config(file, 0, false), ResumePoint.FROM_START);
        assertThat(rig.intake.readings()).extracting(Reading::sensor).containsExactly("a", "b", "a");
        assertThat(rig.count(Counter.DROPPED_SENSOR_LIMIT)).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsWrongWhenFileOrColumnIsMissing() throws Exception {
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        FileSource none =
                new FileSource(config(directory.resolve("none.csv"), 0, false), rig.context, ResumePoint.FROM_START);
        assertThatThrownBy(none::start).isInstanceOf(SourceException.class).hasMessageContaining("there is no file");
        Path file = Files.writeString(directory.resolve("h.csv"), "sensor,value\n");
        FileSource column = new FileSource(config(file, 0, false), rig.context, ResumePoint.FROM_START);
        assertThatThrownBy(column::start)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("has no column tag, its header is sensor,value");
    }

    /** Cuts a run anywhere, as a crash would, and continues from what the journal would tell. */
    @Test
    void shouldReadEachRowOnceWhenRestartedAnywhere() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvFileSourceTest resume seed=" + seed);
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("tag,value\n");
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) {
            boolean bad = random.nextInt(200) == 0 || (i > 100 && i < 120);
            text.append(bad ? "s,bad\n" : "s" + i % 7 + "," + i + "\n");
            text.append(random.nextInt(50) == 0 ? "\n" : "");
            if (!bad) {
                expected.add((double) i);
            }
        }
        Path file = Files.writeString(directory.resolve("resume.csv"), text);
        Rig whole = new Rig(directory, 10, () -> NOW_NS);
        run(whole, numbersOnly(file), ResumePoint.FROM_START);
        List<Entry> journal = whole.intake.entries();
        for (int cut = 0; cut < 60; cut++) {
            List<Entry> survived = journal.subList(0, random.nextInt(journal.size() + 1));
            Rig rest = new Rig(directory, 10, () -> NOW_NS);
            run(rest, numbersOnly(file), resumePoint(survived));
            List<Double> values = new ArrayList<>();
            survived.stream().filter(Reading.class::isInstance).forEach(e -> values.add(((Reading) e).value()));
            rest.intake.readings().forEach(r -> values.add(r.value()));
            assertThat(values).as("seed=%d cut=%d", seed, survived.size()).isEqualTo(expected);
            rest.close();
        }
        whole.close();
    }

    @Test
    void shouldReadFromTheBeginningWhenTheFileIsAnotherOne() throws Exception {
        Path file = Files.writeString(directory.resolve("other.csv"), "tag,value\na,1\na,2\n");
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        run(rig, config(file, 0, false), new ResumePoint(4711, 100, 7, true));
        assertThat(rig.intake.readings()).hasSize(2);
    }

    @Test
    void shouldKeepEventTimesDistancesWhenPaced() throws Exception {
        Path file = Files.writeString(
                directory.resolve("pace.csv"), "tag,value,event_time_ms\na,1,0\na,2,60000\na,3,30000\na,4,120000\n");
        AtomicLong clock = new AtomicLong(NOW_NS);
        // Every look at the clock moves it by 1 ms.
        Rig rig = new Rig(directory, 10, () -> clock.addAndGet(1_000_000));
        long startNs = clock.get();
        run(rig, config(file, 600, true), ResumePoint.FROM_START);
        List<Reading> readings = rig.intake.readings();
        assertThat(readings).extracting(Reading::value).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(readings.get(1).receiveTimeNs() - startNs).isBetween(100_000_000L, 150_000_000L);
        assertThat(readings.get(3).receiveTimeNs() - startNs).isBetween(200_000_000L, 250_000_000L);
    }

    @Test
    void shouldEndWithoutEndRecordWhenStopped() throws Exception {
        Path file = Files.writeString(directory.resolve("stop.csv"), "tag,value,event_time_ms\na,1,0\na,2,900000000\n");
        Rig rig = Rig.withSystemClock(directory);
        FileSource source = new FileSource(config(file, 1, true), rig.context, ResumePoint.FROM_START);
        source.start();
        rig.await("the first reading", () -> rig.intake.readingCount() == 1);
        assertThat(source.awaitEnd(0)).isFalse();
        source.stop();
        assertThat(source.awaitEnd(0)).isTrue();
        assertThat(rig.intake.entries()).noneMatch(e -> e instanceof Progress p && p.end());
        assertThat(rig.failures).isEmpty();
    }

    static ResumePoint resumePoint(List<Entry> journal) {
        ResumePoint point = ResumePoint.FROM_START;
        for (Entry entry : journal) {
            if (entry instanceof Progress p) {
                point = ResumePoint.after(p.progress(), 0, p.end());
            } else if (entry instanceof Reading) {
                point = new ResumePoint(
                        point.scheme(), point.identity(), point.offset(), point.rowsToSkip() + 1, point.ended());
            }
        }
        return point;
    }

    private Rig read(String text) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("read.csv"), text);
        Rig rig = new Rig(directory, 10, () -> NOW_NS);
        FileSourceConfig config = new FileSourceConfig(
                "f", file, "tag", "value", "event_time_ms", "quality", TimeUnits.MS, 0, 300_000_000_000L);
        run(rig, config, ResumePoint.FROM_START);
        return rig;
    }

    private static FileSourceConfig config(Path file, double pace, boolean time) {
        return new FileSourceConfig(
                "f", file, "tag", "value", time ? "event_time_ms" : null, null, TimeUnits.MS, pace, Long.MAX_VALUE);
    }

    private static FileSourceConfig numbersOnly(Path file) {
        return FileConfigs.tall(file, ValueRule.NUMBERS_ONLY).build();
    }

    private static void run(Rig rig, FileSourceConfig config, ResumePoint resume) throws InterruptedException {
        FileSource source = new FileSource(config, rig.context, resume);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();
        assertThat(rig.failures).isEmpty();
        assertThat((FakeIntake) rig.context.intake()).isSameAs(rig.intake);
    }
}

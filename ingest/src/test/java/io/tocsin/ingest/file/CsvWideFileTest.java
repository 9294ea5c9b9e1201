package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Progress;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with a column for each sensor, and the other ways in which loggers write. */
class CsvWideFileTest {
    private static final TimeFormat SECONDS = TimeFormat.of(TimeUnits.S);
    private static final ValueRule COMMAS =
            new ValueRule(ValueRule.Type.ANY, ValueScale.NONE, List.of(), Map.of(), true, null);

    @TempDir
    private Path directory;

    private int mostSorted = SortedReadings.MOST;

    @Test
    void shouldGiveAReadingForEachColumnAndNoneForAnEmptyField() throws Exception {
        Path file = write("time,baro,temp,hum\n1,1015,27.1,43\n2,,28.9,\n3,,,\n4,1016\n");
        Rig rig = run(FileConfigs.wide(file, "baro", "temp", "hum").time(SECONDS, "time"));
        assertThat(shown(rig))
                .containsExactly("baro 1 1015.0", "temp 1 27.1", "hum 1 43.0", "temp 2 28.9", "baro 4 1016.0");
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(5);
    }

    @Test
    void shouldTakeEveryOtherColumnWhereAStarIsSaid() throws Exception {
        Path file = write("time,RECORD,site/temp,,T+1\n1,7,20,9,5\n");
        FileConfigs config = FileConfigs.wide(file).time(SECONDS, "time");
        config.except = List.of("RECORD");
        config.sensor = SensorTemplate.parse("{file}/{column}");
        assertThat(shown(run(config))).containsExactly("wide/site/temp 1 20.0", "wide/T%2B1 1 5.0");
    }

    @Test
    void shouldNameSensorsByColumnsOfTheRow() throws Exception {
        Path file = write("device,temp,hum\nhall/1,20,40\n b ,21,41\n");
        FileConfigs config = FileConfigs.wide(file, "temp", "hum");
        config.sensor = SensorTemplate.parse("{device}.{column}");
        assertThat(sensors(run(config))).containsExactly("hall%2F1.temp", "hall%2F1.hum", "b.temp", "b.hum");
        config.sensor = SensorTemplate.parse("{+device}/{column}");
        assertThat(sensors(run(config))).contains("hall/1/temp", "b/hum");
    }

    @Test
    void shouldLoseOnlyTheFieldThatCannotBeRead() throws Exception {
        Path file = write("a,b,c\n1,x,3\n");
        FileConfigs config = FileConfigs.wide(file, "a", "c");
        config.values.add(1, new ValueColumn("b", "bee", ValueRule.NUMBERS_ONLY));
        Rig rig = run(config);
        assertThat(sensors(rig)).containsExactly("a", "c");
        assertThat(rig.count(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(1);
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(3);
        assertThat(rig.log).anyMatch(line -> line.contains("column bee is a text, and type: number takes none"));
    }

    @Test
    void shouldReadSemicolonsAndDecimalCommas() throws Exception {
        Path file = write("SEP=;\r\nDate;Time;temp\r\n02.08.2022;14:30:00;28,9\r\n02.08.2022;;3\r\n;;1.015,0\r\n");
        FileConfigs config = FileConfigs.wide(file);
        config.values.set(0, new ValueColumn("*", null, COMMAS));
        config.time(
                new TimeFormat(TimeUnits.PATTERN, "dd.MM.yyyy HH:mm:ss", ZoneId.of("Europe/Berlin")), "Date", "Time");
        Rig rig = run(config);
        List<Reading> readings = rig.intake.readings();
        assertThat(readings.get(0).eventTimeNs()).isEqualTo(1_659_443_400_000_000_000L);
        assertThat(readings.get(0).value()).isEqualTo(28.9);
        assertThat(rig.intake.text(readings.get(1).value())).isEqualTo("1.015,0");
        assertThat(rig.count(Counter.DROPPED_BAD_TIME)).isEqualTo(1);
    }

    @Test
    void shouldRefuseARowThatIsLongerThanTheHeader() throws Exception {
        Rig rig =
                run(FileConfigs.wide(write("t,a\n1,10\n1,015,0\n2,20,\n"), "a").time(SECONDS, "t"));
        assertThat(shown(rig)).containsExactly("a 1 10.0", "a 2 20.0");
        assertThat(rig.count(Counter.DROPPED_BAD_ROW)).isEqualTo(1);
    }

    @Test
    void shouldReadBlanksAndCommentsAndUnits() throws Exception {
        Path file =
                write("made by a logger\n\n# t is in seconds\n  t   a  \n  s \"deg C\"\n 1\t 20\n# lost power\n2 21\n");
        FileConfigs config =
                FileConfigs.wide(file, "a").time(SECONDS, "t").format(CsvFormat.BLANKS, TextEncoding.UTF_8, "#");
        config.layout = new CsvLayout(2, true, List.of(), 1);
        assertThat(shown(run(config))).containsExactly("a 1 20.0", "a 2 21.0");
    }

    @Test
    void shouldReadFilesWithoutAHeader() throws Exception {
        Path file = write("1,main,0264.342,x\n2,main,1554.302,\n");
        FileConfigs numbers = FileConfigs.wide(file, "3").time(SECONDS, "1");
        numbers.layout = new CsvLayout(0, false, List.of(), 0);
        assertThat(shown(run(numbers))).containsExactly("3 1 264.342", "3 2 1554.302");
        numbers.sensor = SensorTemplate.ofField("2");
        assertThat(shown(run(numbers))).containsExactly("main 1 264.342", "main 2 1554.302");
        FileConfigs all = FileConfigs.wide(file).time(SECONDS, "1");
        all.layout = numbers.layout;
        all.except = List.of("2", "4");
        assertThat(sensors(run(all))).containsExactly("3", "3");
        FileConfigs names = FileConfigs.wide(file, "raw").time(SECONDS, "time");
        names.layout = new CsvLayout(0, false, List.of("time", "name", "raw"), 0);
        assertThat(shown(run(names))).containsExactly("raw 1 264.342", "raw 2 1554.302");
    }

    @Test
    void shouldReadEveryEncoding() throws Exception {
        for (TextEncoding encoding : TextEncoding.values()) {
            Charset charset = switch (encoding) {
                case UTF_8 -> StandardCharsets.UTF_8;
                case UTF_16, UTF_16LE -> StandardCharsets.UTF_16LE;
                case UTF_16BE -> StandardCharsets.UTF_16BE;
                case LATIN_1 -> StandardCharsets.ISO_8859_1;
                case WINDOWS_1252 -> Charset.forName("windows-1252");
            };
            Path file = Files.write(directory.resolve("wide.csv"), "t,Öl °C\n1,20\n2,21\n".getBytes(charset));
            FileConfigs config = FileConfigs.wide(file).time(SECONDS, "t").format(CsvFormat.UNSAID, encoding, "");
            assertThat(shown(run(config))).as(encoding.name()).containsExactly("Öl °C 1 20.0", "Öl °C 2 21.0");
        }
        Path marked =
                Files.write(directory.resolve("wide.csv"), "\uFEFFt,a\n1,2\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(shown(run(FileConfigs.wide(marked, "a").time(SECONDS, "t")))).containsExactly("a 1 2.0");
    }

    @Test
    void shouldMakeBadReadingsOfValuesThatAreNone() throws Exception {
        ValueRule rule = new ValueRule(
                ValueRule.Type.ANY,
                new ValueScale(0.1, 0),
                List.of(QualityValue.of(85), QualityValue.of("---"), QualityValue.of("")),
                Map.of("ON", 1.0),
                false,
                null);
        FileConfigs config = FileConfigs.wide(write("a\n85\n---\n235\n\"\"\non\n"));
        config.values.set(0, new ValueColumn("a", null, rule));
        assertThat(run(config).intake.readings())
                .extracting(Reading::quality)
                .containsExactly(
                        (int) Quality.BAD.code(),
                        (int) Quality.BAD.code(),
                        (int) Quality.GOOD.code(),
                        (int) Quality.BAD.code(),
                        (int) Quality.GOOD.code());
    }

    @Test
    void shouldTakeTheReceiveTimeForATimeThatCannotBeRead() throws Exception {
        FileConfigs config =
                FileConfigs.wide(write("t,a,b\nsoon,1,2\n"), "a", "b").time(SECONDS, "t");
        config.elseReceived = true;
        Rig rig = run(config);
        assertThat(rig.intake.readings()).extracting(Reading::eventTimeNs).containsOnly(CsvFileSourceTest.NOW_NS);
        assertThat(rig.count(Counter.UNREADABLE_EVENT_TIME)).isEqualTo(2);
    }

    @Test
    void shouldSayWhatToSetWhenTheHeaderIsReadInAWrongWay() throws Exception {
        assertFails(FileConfigs.wide(write("a,b,a\n1,2,3\n")), "has the column a twice");
        assertFails(FileConfigs.wide(write("a;b\n1;2\n"), "b"), "its header is a;b; set separator: \";\"");
        Path file = Files.write(directory.resolve("wide.csv"), "Öl\n1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertFails(FileConfigs.wide(file, "Öl"), "set encoding: windows-1252");
        Files.write(file, "ab\n1\n".getBytes(StandardCharsets.UTF_16LE));
        assertFails(FileConfigs.wide(file, "ab"), "set encoding: utf-16");
    }

    private void assertFails(FileConfigs config, String message) {
        Rig rig = new Rig(directory, 10, () -> CsvFileSourceTest.NOW_NS);
        assertThatThrownBy(() -> new FileSource(config.build(), rig.context, ResumePoint.FROM_START).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldSayThatAFileIsNotInUtf8() throws Exception {
        byte[] rows = "device,a\nÖl,1\n".getBytes(StandardCharsets.ISO_8859_1);
        FileConfigs config = FileConfigs.wide(Files.write(directory.resolve("wide.csv"), rows), "a");
        config.sensor = SensorTemplate.ofField("device");
        Rig rig = run(config);
        assertThat(rig.count(Counter.DROPPED_BAD_NAME)).isEqualTo(1);
        assertThat(rig.log).anyMatch(line -> line.contains("is not UTF-8; set encoding"));
        config.format(CsvFormat.UNSAID, TextEncoding.LATIN_1, "");
        assertThat(sensors(run(config))).containsExactly("Öl");
    }

    @Test
    void shouldSortByTimeAndKeepTheOrderOfOneTime() throws Exception {
        FileConfigs config = FileConfigs.wide(write("t,a,b\n3,1,2\n1,3,4\n,9,\n2,5,6\n1,7,\n"), "a", "b")
                .time(SECONDS, "t");
        config.sorts = true;
        Rig rig = run(config);
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(3., 4., 7., 5., 6., 1., 2., 9.);
    }

    /** Cuts a run anywhere, as a crash would, in files whose rows hold any number of readings, sorted or not. */
    @Test
    void shouldReadEachFieldOnceWhenRestartedAnywhere() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvWideFileTest resume seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            boolean sorts = round % 2 == 1;
            int rowCount = round < 2 ? 12_000 : 200;
            TextEncoding encoding = round == 4 ? TextEncoding.UTF_16LE : TextEncoding.UTF_8;
            Path file = directory.resolve("resume" + round + ".csv");
            String text = randomTable(random, rowCount, round == 2 ? 1 : 20);
            Files.write(
                    file,
                    text.getBytes(encoding == TextEncoding.UTF_8 ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE));
            FileConfigs config = FileConfigs.wide(file).time(SECONDS, "t").format(CsvFormat.UNSAID, encoding, "");
            config.values.set(0, new ValueColumn("*", null, ValueRule.NUMBERS_ONLY));
            config.sorts = sorts;
            mostSorted = round < 3 ? SortedReadings.MOST : 50;
            List<Entry> journal = run(config).intake.entries();
            List<String> expected = readings(journal);
            if (mostSorted == SortedReadings.MOST || !sorts) {
                assertThat(expected).as("seed=%d round=%d", seed, round).isEqualTo(naiveReadings(text, sorts));
            }
            for (int cut = 0; cut < 25; cut++) {
                List<Entry> survived = new ArrayList<>(journal.subList(0, random.nextInt(journal.size() + 1)));
                for (int crash = 0; crash < 3; crash++) {
                    Rig rig = run(config, CsvFileSourceTest.resumePoint(survived));
                    List<Entry> rest = rig.intake.entries();
                    survived.addAll(crash == 2 ? rest : rest.subList(0, random.nextInt(rest.size() + 1)));
                }
                assertThat(readings(survived))
                        .as("seed=%d round=%d cut=%d", seed, round, cut)
                        .isEqualTo(expected);
            }
        }
    }

    /** The slow, obvious readings of {@link #randomTable}. */
    private static List<String> naiveReadings(String table, boolean sorts) {
        List<String> readings = new ArrayList<>();
        for (String line : table.lines().skip(1).filter(row -> !row.isEmpty()).toList()) {
            String[] fields = line.split(",", -1);
            for (int i = 1; i < fields.length; i++) {
                boolean isReading = !fields[0].equals("soon") && fields[i].matches("\\d+");
                if (isReading) {
                    readings.add(fields[0] + " " + (char) ('a' + i - 1) + " " + Double.parseDouble(fields[i]));
                }
            }
        }
        if (sorts) {
            readings.sort(Comparator.comparingLong(CsvWideFileTest::timeOf));
        }
        return readings;
    }

    private static String randomTable(Random random, int rowCount, int evenness) {
        StringBuilder text = new StringBuilder("t,a,b,c,d\n");
        int value = 0;
        for (int i = 0; i < rowCount; i++) {
            text.append(random.nextInt(60) == 0 ? "soon" : String.valueOf(random.nextInt(1_000)));
            for (int column = 0; column < 4; column++) {
                boolean isOdd = random.nextInt(evenness * 4) < 2;
                text.append(',').append(!isOdd ? String.valueOf(value++) : random.nextBoolean() ? "" : "bad");
            }
            text.append(random.nextInt(50) == 0 ? "\n\n" : "\n");
        }
        return text.toString();
    }

    @Test
    void shouldSayThatALargeFileIsSortedInParts() throws Exception {
        FileConfigs config =
                FileConfigs.wide(write("t,a\n3,1\n2,2\n1,3\n0,4\n"), "a").time(SECONDS, "t");
        config.sorts = true;
        mostSorted = 3;
        Rig rig = run(config);
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(3., 2., 1., 4.);
        assertThat(rig.log).singleElement().asString().contains("is sorted in parts of");
    }

    /** Journals of earlier versions have the schemes 0 and 1, with one reading a row. */
    @Test
    void shouldReadTheSchemesOfEarlierVersions() {
        assertThat(ProgressScheme.of(0)).isEqualTo(ProgressScheme.ofRows(1));
        assertThat(ProgressScheme.of(1)).isEqualTo(ProgressScheme.ofRows(1));
        assertThat(ProgressScheme.ofRows(1).code()).isEqualTo(1);
        for (int count : new int[] {1, 2, 1_000, ProgressScheme.MAX_COUNT}) {
            for (ProgressScheme scheme : List.of(ProgressScheme.ofRows(count), ProgressScheme.ofSorted(count))) {
                assertThat(ProgressScheme.of(scheme.code())).isEqualTo(scheme);
                assertThat(scheme.code()).isBetween(1, (1 << 30) - 1); // a snapshot keeps 31 bits
            }
        }
    }

    @Test
    void shouldKeepOneProgressRecordForRowsWithAsManyReadings() throws Exception {
        StringBuilder text = new StringBuilder("a,b\n");
        text.append("1,2\n".repeat(100)).append("1,\n".repeat(100)).append("1,2\n");
        Rig rig = run(FileConfigs.wide(write(text.toString())));
        assertThat(rig.intake.entries().stream().filter(Progress.class::isInstance))
                .hasSize(4); // two readings, one, two, the end
    }

    @Test
    void shouldFollowAFileInUtf16() throws Exception {
        Path file = directory.resolve("wide.csv");
        Files.write(file, new byte[] {(byte) 0xFF});
        FileConfigs config = FileConfigs.wide(file).time(SECONDS, "t");
        config.follow = true;
        Rig rig = Rig.withSystemClock(directory);
        FileSource source = new FileSource(config.build(), rig.context, ResumePoint.FROM_START);
        source.start();
        append(file, new byte[] {(byte) 0xFE});
        append(file, "t,ä\n1,2\n2,".getBytes(StandardCharsets.UTF_16LE));
        rig.await("the first row", () -> rig.intake.readingCount() == 1);
        byte[] rest = "3\n".getBytes(StandardCharsets.UTF_16LE);
        append(file, new byte[] {rest[0]});
        append(file, new byte[] {rest[1], rest[2], rest[3]});
        rig.await("the second row", () -> rig.intake.readingCount() == 2);
        source.stop();
        assertThat(shown(rig)).containsExactly("ä 1 2.0", "ä 2 3.0");
        assertThat(rig.failures).isEmpty();
    }

    private static void append(Path file, byte[] bytes) throws Exception {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("wide.csv"), text);
    }

    private Rig run(FileConfigs config) throws Exception {
        return run(config, ResumePoint.FROM_START);
    }

    private Rig run(FileConfigs config, ResumePoint resume) throws Exception {
        Rig rig = new Rig(directory, 20, () -> CsvFileSourceTest.NOW_NS);
        FileSource source = new FileSource(config.build(), rig.context, resume, mostSorted);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();
        assertThat(rig.failures).isEmpty();
        rig.close();
        return rig;
    }

    private static List<String> sensors(Rig rig) {
        return rig.intake.readings().stream().map(Reading::sensor).toList();
    }

    private static List<String> shown(Rig rig) {
        return rig.intake.readings().stream()
                .map(r -> r.sensor() + " " + r.eventTimeNs() / 1_000_000_000L + " " + r.value())
                .toList();
    }

    private static List<String> readings(List<Entry> journal) {
        return journal.stream()
                .filter(Reading.class::isInstance)
                .map(Reading.class::cast)
                .map(r -> r.eventTimeNs() / 1_000_000_000L + " " + r.sensor() + " " + r.value())
                .toList();
    }

    private static long timeOf(String reading) {
        return Long.parseLong(reading.substring(0, reading.indexOf(' ')));
    }
}

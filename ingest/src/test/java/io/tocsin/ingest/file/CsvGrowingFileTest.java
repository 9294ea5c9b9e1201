package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Progress;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import io.tocsin.ingest.decode.ValueRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that get more rows between runs, and while they are followed. */
class CsvGrowingFileTest {
    private static final String HEADER = "tag,value\n";

    @TempDir
    private Path directory;

    private final List<Entry> journal = new ArrayList<>();

    @Test
    void shouldReadOnlyNewRowsWhenAShortFileHasGrown() throws Exception {
        Path file = write(HEADER + "a,1\na,2\n");
        run(file);
        append(file, "a,3\n");
        Rig second = run(file);
        assertThat(values()).containsExactly(1.0, 2.0, 3.0);
        assertThat(second.log).singleElement().asString().contains("has new rows behind byte 18");
    }

    @Test
    void shouldReadOnlyNewRowsWhenALongFileHasGrown() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 3_000; i++) {
            rows.append("a,").append(i).append('\n');
        }
        Path file = write(rows.toString());
        run(file);
        append(file, "a,-1\n");
        run(file);
        assertThat(values()).hasSize(3_001).endsWith(2_999.0, -1.0);
    }

    @Test
    void shouldSayThatItWasReadBeforeWhenNothingIsNew() throws Exception {
        Path file = write(HEADER + "a,1\n");
        run(file);
        int entries = journal.size();
        Rig second = run(file);
        assertThat(journal).hasSize(entries);
        assertThat(second.log)
                .containsExactly("source f: " + file + " was read to its end before, byte 14: no new rows");
    }

    @Test
    void shouldLeaveTheLastRowUntilItHasALineBreak() throws Exception {
        Path file = write(HEADER + "a,1\na,9");
        Rig first = run(file);
        assertThat(values()).containsExactly(1.0);
        assertThat(first.log)
                .singleElement()
                .asString()
                .endsWith("its last row (3 bytes at byte 14) has no line break and is left until it has one");
        Rig second = run(file);
        assertThat(values()).containsExactly(1.0);
        assertThat(second.log)
                .singleElement()
                .asString()
                .contains("no new rows; its last row (3 bytes at byte 14) has no line break");
        append(file, "5\r\n");
        run(file);
        assertThat(values()).containsExactly(1.0, 95.0);
    }

    @Test
    void shouldReadFromTheStartAndSaySoWhenTheFileIsAnotherOrShorter() throws Exception {
        Path file = write(HEADER + "a,1\na,2\n");
        run(file);
        write(HEADER + "a,7\na,8\na,9\n");
        Rig other = run(file);
        assertThat(other.log).singleElement().asString().contains("is another file than the one read before");
        assertThat(values()).containsExactly(1.0, 2.0, 7.0, 8.0, 9.0);
        write(HEADER + "a,7\n");
        Rig shorter = run(file);
        assertThat(shorter.log)
                .singleElement()
                .asString()
                .contains("is shorter than what was read of it before (14 of 22 bytes)");
        assertThat(values()).containsExactly(1.0, 2.0, 7.0, 8.0, 9.0, 7.0);
    }

    /** Only bytes behind the first 4 KiB differ: a rotated log with the same header and the same first rows. */
    @Test
    void shouldNoticeAnotherFileByWhatStandsBeforeTheOffset() throws Exception {
        StringBuilder rows = new StringBuilder(HEADER);
        for (int i = 0; i < 1_000; i++) {
            rows.append("a,1000\n");
        }
        Path file = write(rows + "a,1\n");
        run(file);
        write(rows + "a,2\na,3\n");
        Rig second = run(file);
        assertThat(second.log).singleElement().asString().contains("is another file than the one read before");
        assertThat(values()).hasSize(1_001 + 1_002);
    }

    /** Journals of versions before hold the identity of the path and the first 4 KiB. */
    @Test
    void shouldGoOnBehindTheEndThatAVersionBeforeHasJournalled() throws Exception {
        Path file = write(HEADER + "a,1\na,2\n");
        long size = Files.size(file);
        long identity;
        try (CsvReader reader = CsvReader.open(file)) {
            identity = new FileContent(reader.channel()).firstScheme(file, size);
        }
        append(file, "a,3\n");
        Rig rig = run(file, new ResumePoint(identity, size, 0, true));
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(3.0);
    }

    /** Grows by random pieces, is cut off anywhere as by a crash, and ends after each run. */
    @Test
    void shouldReadEachRowOnceWhenItGrowsByRandomPiecesOverManyRuns() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvGrowingFileTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "").append(HEADER);
            List<Double> expected = new ArrayList<>();
            String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
            int rows = random.nextInt(round % 10 == 0 ? 6_000 : 60);
            for (int i = 0; i < rows; i++) {
                boolean isBad = random.nextInt(30) == 0;
                boolean isQuoted = random.nextInt(10) == 0;
                text.append(isBad ? "a" : isQuoted ? "\"a\", \"" + i + "\"" : "a," + i)
                        .append(lineBreak);
                text.append(random.nextInt(50) == 0 ? lineBreak : "");
                if (!isBad) {
                    expected.add((double) i);
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            int length = Math.min(bytes.length, HEADER.length() + 5);
            Path file = directory.resolve("grow" + round + ".csv");
            Files.write(file, Arrays.copyOf(bytes, length));
            journal.clear();
            while (true) {
                int before = journal.size();
                run(file);
                if (random.nextInt(3) == 0) {
                    int kept = before + random.nextInt(journal.size() - before + 1);
                    journal.subList(kept, journal.size()).clear();
                    continue;
                }
                if (length == bytes.length) {
                    break;
                }
                int more = Math.min(bytes.length - length, 1 + random.nextInt(bytes.length / 2));
                Files.write(file, Arrays.copyOfRange(bytes, length, length + more), StandardOpenOption.APPEND);
                length += more;
            }
            assertThat(values()).as("seed=%d round=%d", seed, round).isEqualTo(expected);
        }
    }

    @Test
    void shouldWaitForRowsAndGoOverToANewFileWhenItIsFollowed() throws Exception {
        Path file = write(HEADER + "a,1\na,");
        Rig rig = Rig.withSystemClock(directory);
        FileSource source = new FileSource(config(file, true), rig.context, ResumePoint.FROM_START);
        assertThat(source.isBounded()).isFalse();
        source.start();
        rig.await("the first row", () -> rig.intake.readingCount() == 1);
        append(file, "2\na,3");
        rig.await("the row that was completed", () -> rig.intake.readingCount() == 2);

        Files.move(file, directory.resolve("log.csv.1"));
        rig.await("the notice", () -> rig.log.stream().anyMatch(line -> line.contains("is gone: waits")));
        Path fresh = Files.writeString(directory.resolve("fresh"), "tag,val");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        rig.await("the last row of the old file", () -> rig.intake.readingCount() == 3);
        append(file, "ue\na,4\n");
        rig.await("the first row of the new file", () -> rig.intake.readingCount() == 4);
        assertThat(rig.log)
                .anyMatch(line -> line.endsWith("was replaced: continues with the new file, from its start"));

        Files.writeString(file, HEADER + "a,5\n", StandardOpenOption.TRUNCATE_EXISTING);
        append(file, "");
        Files.writeString(file, HEADER, StandardOpenOption.TRUNCATE_EXISTING);
        rig.await("the notice", () -> rig.log.stream().anyMatch(line -> line.contains("got shorter")));
        append(file, "a,6\n");
        rig.await("the row behind", () -> rig.intake.readings().stream().anyMatch(r -> r.value() == 6));

        source.stop();
        assertThat(source.awaitEnd(5_000)).isTrue();
        assertThat(rig.failures).isEmpty();
        assertThat(rig.intake.readings()).extracting(Reading::value).startsWith(1.0, 2.0, 3.0, 4.0);
        assertThat(rig.intake.entries()).noneMatch(entry -> entry instanceof Progress p && p.end());
    }

    @Test
    void shouldSayOnceWhatTheNewFileLacksAndWaitForAnother() throws Exception {
        Path file = write(HEADER + "a,1\n");
        Rig rig = Rig.withSystemClock(directory);
        FileSource source = new FileSource(config(file, true), rig.context, ResumePoint.FROM_START);
        source.start();
        rig.await("the first row", () -> rig.intake.readingCount() == 1);
        replace(file, "sensor,value\na,2\n");
        rig.await("the notice", () -> rig.log.stream().anyMatch(line -> line.contains("has no column tag")));
        replace(file, HEADER + "a,3\n");
        rig.await("the row of the file after it", () -> rig.intake.readingCount() == 2);
        source.stop();
        assertThat(rig.intake.readings()).extracting(Reading::value).containsExactly(1.0, 3.0);
        assertThat(rig.log.stream().filter(line -> line.contains("has no column tag")))
                .hasSize(1);
        assertThat(rig.failures).isEmpty();
    }

    private void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("log.csv"), text);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private List<Double> values() {
        return journal.stream()
                .filter(Reading.class::isInstance)
                .map(entry -> ((Reading) entry).value())
                .toList();
    }

    /** Runs a bounded source on what the journal tells, and adds its records to the journal. */
    private Rig run(Path file) throws Exception {
        Rig rig = run(file, CsvFileSourceTest.resumePoint(journal));
        journal.addAll(rig.intake.entries());
        return rig;
    }

    private Rig run(Path file, ResumePoint resume) throws Exception {
        Rig rig = new Rig(directory, 10, () -> CsvFileSourceTest.NOW_NS);
        FileSource source = new FileSource(config(file, false), rig.context, resume);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();
        assertThat(rig.failures).isEmpty();
        rig.close();
        return rig;
    }

    private static FileSourceConfig config(Path file, boolean follow) {
        FileConfigs config = FileConfigs.tall(file, ValueRule.PLAIN);
        config.follow = follow;
        return config.build();
    }
}

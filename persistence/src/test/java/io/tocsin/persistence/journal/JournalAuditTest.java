package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tocsin.engine.journal.JournalDamageException;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalBounds;
import io.tocsin.persistence.journal.read.JournalDirectory;
import io.tocsin.persistence.journal.read.JournalExtent;
import io.tocsin.persistence.journal.read.JournalVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Segments that are missing, exchanged or doubled, of a journal that reading alone would believe. */
class JournalAuditTest {
    /** How the journal came to its end. */
    enum Past {
        CLOSED,
        KILLED,
        CLOSED_AFTER_EACH_SYNC,
        KILLED_AFTER_EACH_SYNC;

        SyncPolicy sync() {
            return name().endsWith("SYNC") ? SyncPolicy.ALWAYS : SyncPolicy.OS;
        }

        boolean isKilled() {
            return name().startsWith("KILLED");
        }
    }

    private static final int RECORDS = 100_000;

    @TempDir
    Path temp;

    private final RandomRecords source = new RandomRecords(JournalTesting.seed());
    private Path whole;
    private Path dir;

    @ParameterizedTest
    @EnumSource(Past.class)
    void shouldFindMissingSegmentWhicheverItIs(Past past) throws Exception {
        List<Path> generations = write(past);
        for (int missing = 0; missing < generations.size(); missing++) {
            restore();
            delete(dir.resolve(generations.get(missing)));
            requireFault("missing " + generations.get(missing));
        }
        for (int count = 2; count <= generations.size(); count++) {
            restore();
            for (Path generation : generations.subList(0, count)) {
                delete(dir.resolve(generation));
            }
            requireFault("the first " + count + " missing");
            restore();
            for (Path generation : generations.subList(generations.size() - count, generations.size())) {
                delete(dir.resolve(generation));
            }
            requireFault("the last " + count + " missing");
        }
    }

    @ParameterizedTest
    @EnumSource(Past.class)
    void shouldFindSegmentsInEachOthersPlace(Past past) throws Exception {
        List<Path> generations = write(past);
        for (int first = 0; first < generations.size(); first++) {
            for (int second = first + 1; second < generations.size(); second++) {
                Path one = generations.get(first);
                Path other = generations.get(second);
                restore();
                swap(dir.resolve(one), dir.resolve(other));
                requireFault(one + " and " + other + " exchanged");
                restore();
                swap(segment(one), segment(other));
                requireFault("the files in " + one + " and " + other + " exchanged");
                restore();
                Files.copy(segment(one), segment(other), StandardCopyOption.REPLACE_EXISTING);
                requireFault("the file in " + one + " copied over that in " + other);
                restore();
                Files.copy(segment(other), segment(one), StandardCopyOption.REPLACE_EXISTING);
                requireFault("the file in " + other + " copied over that in " + one);
            }
        }
    }

    @Test
    void shouldNameFirstMissingSegmentAndWhereJournalEndsWithoutIt() throws Exception {
        List<Path> generations = write(Past.CLOSED);
        restore();
        Path last = dir.resolve(generations.get(generations.size() - 1));
        long endPosition = JournalVerifier.list(dir).get(generations.size() - 2).endPosition();
        delete(last);

        assertThat(JournalVerifier.verify(dir))
                .hasValue(new JournalFault(
                        last,
                        0,
                        "segment missing: the journal continued in it; without it the journal ends at position "
                                + endPosition));
    }

    @Test
    void shouldFindNothingWhileJournalIsWrittenRolledAndTrimmed() throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        List<Throwable> faults = new ArrayList<>();
        dir = temp.resolve("journal");
        Files.createDirectories(dir);
        Thread auditor = new Thread(() -> {
            while (!isDone.get()) {
                try {
                    JournalVerifier.requireComplete(dir, note -> {
                        throw new AssertionError(note);
                    });
                } catch (RuntimeException | AssertionError e) {
                    faults.add(e);
                    return;
                }
            }
        });
        auditor.start();
        List<JournalRecord> records = source.list(30_000);
        for (int start = 0; start < 4; start++) {
            try (ChronicleJournal journal = ChronicleJournal.open(
                    JournalTesting.config(dir, SyncPolicy.OS), 1000, JournalTesting.NO_FAIL_STOP)) {
                for (int i = 0; i < 5; i++) {
                    JournalTesting.append(journal, records, 256);
                    Retention.apply(
                            dir, new RetentionPolicy(Long.MAX_VALUE, 2 << 20), Long.MAX_VALUE, RecordAges.at(0));
                }
            }
        }
        isDone.set(true);
        auditor.join();
        assertThat(faults).isEmpty();
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    @Test
    void shouldBelieveJournalOfOlderVersionAndTakeNoteFromThenOn() throws Exception {
        List<Path> generations = write(Past.CLOSED);
        restore();
        Files.delete(dir.resolve(JournalExtent.FILE_NAME));
        delete(dir.resolve(generations.get(0)));
        assertThat(JournalVerifier.verify(dir)).isEmpty();

        JournalTesting.open(dir).close();
        assertThat(JournalVerifier.verify(dir)).isEmpty();
        delete(dir.resolve(generations.get(1)));
        requireFault("missing since");
    }

    @Test
    void shouldReportDamagedNoteAndWriteItAnew() throws Exception {
        write(Past.CLOSED);
        restore();
        Path extent = dir.resolve(JournalExtent.FILE_NAME);
        byte[] bytes = Files.readAllBytes(extent);
        bytes[bytes.length / 2 + 1] ^= 4;
        Files.write(extent, bytes);
        assertThat(JournalVerifier.verify(dir))
                .hasValueSatisfying(fault -> assertThat(fault.file()).isEqualTo(extent));
        List<String> notes = new ArrayList<>();
        JournalVerifier.requireComplete(dir, notes::add);
        assertThat(notes).hasSize(1).first().asString().contains("file=" + extent, "written again");

        JournalTesting.open(dir).close();
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    @Test
    void shouldBeginAtPositionByIntent() throws Exception {
        dir = temp.resolve("journal");
        JournalFiles.beginAt(dir, 4711, 99);
        JournalBounds empty = JournalBounds.of(dir);
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.hasSegments()).isFalse();
        assertThat(empty.endPosition()).isEqualTo(4711);

        try (ChronicleJournal journal = ChronicleJournal.open(
                JournalTesting.config(dir, SyncPolicy.OS), 1000, JournalTesting.NO_FAIL_STOP, empty.endPosition())) {
            JournalTesting.append(journal, source.list(10), 5);
        }
        JournalBounds bounds = JournalBounds.of(dir);
        assertThat(bounds.firstPosition()).isEqualTo(4711);
        assertThat(bounds.endPosition()).isEqualTo(4721);
        assertThat(bounds.beginPosition()).isEqualTo(4711);
        assertThat(bounds.beginSinceNs()).isEqualTo(99);
        assertThat(bounds.closedInOrder()).isTrue();
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    /** A journal of two process starts and several segments, in {@link #whole}; the names of its generations. */
    private List<Path> write(Past past) throws Exception {
        whole = temp.resolve("whole");
        dir = temp.resolve("journal");
        List<Path> generations = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (ChronicleJournal journal = ChronicleJournal.open(
                    JournalTesting.config(whole, past.sync()),
                    JournalTesting.MAX_SENSORS,
                    JournalTesting.NO_FAIL_STOP)) {
                JournalTesting.append(journal, source.list(RECORDS), 256);
            }
        }
        for (Path generation : JournalDirectory.generations(whole)) {
            generations.add(generation.getFileName());
            if (past.isKilled()) {
                Files.deleteIfExists(generation.resolve(EndMark.FILE_NAME));
            }
        }
        assertThat(generations).hasSizeGreaterThan(4);
        restore();
        assertThat(JournalVerifier.verify(dir)).isEmpty();
        return generations;
    }

    private void requireFault(String what) {
        assertThat(JournalVerifier.verify(dir)).as(what).isPresent();
        assertThat(catchThrowable(() -> JournalVerifier.requireComplete(dir, note -> {})))
                .as(what)
                .isInstanceOf(JournalDamageException.class)
                .hasMessageContaining("file=" + dir)
                .hasMessageContaining("offset=");
    }

    private Path segment(Path generation) {
        return JournalDirectory.segmentFile(dir.resolve(generation));
    }

    private void restore() throws IOException {
        if (Files.exists(dir)) {
            delete(dir);
        }
        try (Stream<Path> all = Files.walk(whole)) {
            for (Path path : all.toList()) {
                Path copy = dir.resolve(whole.relativize(path).toString());
                if (path.toString().endsWith(JournalDirectory.SEGMENT_SUFFIX)) {
                    Files.createLink(copy, path); // nobody changes what is in it
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    private static void swap(Path one, Path other) throws IOException {
        Path aside = one.resolveSibling("aside");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }
}

package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.persistence.journal.read.JournalVerifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that an older or this version of the layout wrote stays readable, and can be continued. */
class JournalGoldenTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldReadJournalOfVersion(int version) throws Exception {
        Path dir = golden(version);
        List<String> expected = Files.readAllLines(dir.resolve("records.txt"));
        assertThat(JournalTesting.readAll(dir).stream().map(Object::toString)).containsExactlyElementsOf(expected);
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldContinueJournalOfVersion(int version) throws Exception {
        Path dir = temp.resolve("journal");
        try (Stream<Path> files = Files.walk(golden(version))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, dir.resolve(golden(version).relativize(file).toString()));
            }
        }
        List<JournalRecord> added = new RandomRecords(7).list(100);
        try (ChronicleJournal journal = JournalTesting.open(dir)) {
            JournalTesting.append(journal, added, 9);
        }
        List<String> expected = new ArrayList<>(Files.readAllLines(dir.resolve("records.txt")));
        added.forEach(record -> expected.add(record.toString()));
        assertThat(JournalTesting.readAll(dir).stream().map(Object::toString)).containsExactlyElementsOf(expected);
        assertThat(JournalVerifier.verify(dir)).isEmpty();
    }

    private Path golden(int version) throws URISyntaxException {
        return Path.of(getClass().getResource("/golden-journal-v" + version).toURI());
    }

    /** Writes the golden journal. Only for a new version of the layout, into a directory of its own. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            RandomRecords source = new RandomRecords(2026);
            for (int generation = 0; generation < 2; generation++) {
                try (ChronicleJournal journal = JournalTesting.open(dir)) {
                    JournalTesting.append(journal, source.list(150), 20);
                }
            }
            Files.write(
                    dir.resolve("records.txt"),
                    JournalTesting.readAll(dir).stream().map(Object::toString).toList());
        }
    }
}

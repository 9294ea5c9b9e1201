package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.persistence.journal.read.JournalVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A journal that version 1 of the layout wrote stays readable. */
class JournalGoldenTest {
    private static final String DIR = "/golden-journal-v1";

    @Test
    void shouldReadJournalOfVersion1() throws Exception {
        Path dir = Path.of(getClass().getResource(DIR).toURI());
        List<String> expected = Files.readAllLines(dir.resolve("records.txt"));
        assertThat(JournalTesting.readAll(dir).stream().map(Object::toString)).containsExactlyElementsOf(expected);
        assertThat(JournalVerifier.verify(dir)).isEmpty();
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

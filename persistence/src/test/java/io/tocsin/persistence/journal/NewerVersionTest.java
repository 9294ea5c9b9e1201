package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.read.BatchReader;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal that a newer version has written to is refused and not touched. Every start begins a new segment, so a
 * segment is of one version.
 */
class NewerVersionTest {
    private static final byte NEWER = BatchLayout.VERSION + 1;
    private static final int HEADER_LENGTH = Integer.BYTES;

    @TempDir
    Path temp;

    @Test
    void shouldRefuseJournalOfNewerVersionAndLeaveItAsItIs() throws Exception {
        RandomRecords source = new RandomRecords(5);
        for (int generation = 0; generation < 2; generation++) {
            try (ChronicleJournal journal = JournalTesting.open(temp)) {
                JournalTesting.append(journal, source.list(40), 10);
            }
        }
        for (SegmentInfo segment : JournalVerifier.list(temp)) {
            byte[] whole = Files.readAllBytes(segment.file());
            int offset = firstBatchOffset(segment.file());
            Files.write(segment.file(), withNewerBatch(whole, offset));
            Map<Path, String> before = content();
            assertThatThrownBy(() -> JournalTesting.open(temp).close())
                    .as("%s at %d", segment.file(), offset)
                    .isInstanceOf(JournalException.class)
                    .hasMessage(
                            "a newer version of tocsin wrote this journal: its format is 3, this program knows up to 2, file="
                                    + segment.file() + ", offset=" + offset);
            assertThat(content()).isEqualTo(before);
            Files.write(segment.file(), whole);
        }
    }

    /** The batch is whole, only newer. */
    private static byte[] withNewerBatch(byte[] whole, int offset) {
        byte[] newer = whole.clone();
        newer[offset + HEADER_LENGTH + 3] = NEWER;
        return newer;
    }

    private static int firstBatchOffset(Path file) throws DamageException {
        try (BatchReader batches = new BatchReader(file)) {
            assertThat(batches.next()).isEqualTo(Found.EXCERPT);
            return (int) batches.offset();
        }
    }

    private Map<Path, String> content() throws IOException {
        Map<Path, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(temp)) {
            files.filter(Files::isRegularFile).forEach(file -> content.put(file, checksum(file)));
        }
        return content;
    }

    private static String checksum(Path file) {
        try {
            CRC32C crc = new CRC32C();
            crc.update(ByteBuffer.wrap(Files.readAllBytes(file)));
            return crc.getValue() + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

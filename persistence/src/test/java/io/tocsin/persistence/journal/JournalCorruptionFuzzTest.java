package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import io.tocsin.persistence.journal.read.TornTail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages a journal of two starts with two generations each at random, the last of them closed or killed. After any
 * damage the reader returns the written records, or a prefix of them and a line about the cut, or refuses with file and
 * offset.
 */
class JournalCorruptionFuzzTest {
    private static final int RUNS = Boolean.getBoolean("tocsin.heavy") ? 5_000 : 100;
    private static final int PAGE = 4096;

    @TempDir
    Path temp;

    @Test
    void shouldRefuseOrCutButNeverInvent() throws Exception {
        List<JournalRecord> records = new ArrayList<>();
        RandomRecords source = new RandomRecords(1);
        for (int start = 0; start < 2; start++) {
            List<JournalRecord> more = source.list(60_000);
            try (ChronicleJournal journal = JournalTesting.open(temp)) {
                JournalTesting.append(journal, more, 64);
            }
            records.addAll(more);
        }
        List<Path> files =
                JournalVerifier.list(temp).stream().map(SegmentInfo::file).toList();
        assertThat(files).hasSize(4);
        Path lastEnd = files.get(3).resolveSibling(EndMark.FILE_NAME);
        byte[] end = Files.readAllBytes(lastEnd);
        long firstSeed = JournalTesting.seed();
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            SplittableRandom random = new SplittableRandom(firstSeed + run);
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, damage(whole, random));
            String what = "seed=" + (firstSeed + run) + ", file=" + file;
            boolean wasKilled = random.nextBoolean();
            if (wasKilled) {
                Files.delete(lastEnd);
            }
            boolean isOfLastStart = files.indexOf(file) >= files.size() / 2;
            refused += check(records, wasKilled && isOfLastStart, what) ? 1 : 0;
            Files.write(lastEnd, end);
            Files.write(file, whole);
        }
        assertThat(refused).isGreaterThan(RUNS / 5);
        assertThat(JournalTesting.readAll(temp)).isEqualTo(records);
    }

    /** Whether the journal was refused. */
    private boolean check(List<JournalRecord> records, boolean mayBeCut, String what) {
        List<TornTail> tornTails = new ArrayList<>();
        Collector collector = new Collector(0);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTails::add)) {
            reader.read(0, reader.endPosition(), collector);
        } catch (JournalException e) {
            assertThat(e.getMessage()).as(what).contains("file=").contains("offset=");
            assertThat(JournalVerifier.verify(temp)).as(what).isPresent();
            return true;
        }
        int count = collector.records.size();
        assertThat(collector.records).as(what).isEqualTo(records.subList(0, count));
        if (count < records.size()) {
            assertThat(mayBeCut).as(what).isTrue();
        }
        return false;
    }

    private static byte[] damage(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, at & -PAGE, Math.min((at & -PAGE) + PAGE, bytes.length), (byte) 0);
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(PAGE, bytes.length - Math.max(at, from));
                System.arraycopy(whole, from, bytes, at, length);
                System.arraycopy(whole, at, bytes, from, length);
            }
            default -> {
                for (int i = at; i < Math.min(at + 100, bytes.length); i++) {
                    bytes[i] = (byte) random.nextInt();
                }
            }
        }
        return bytes;
    }
}

package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.disk.Forcer;
import io.tocsin.persistence.journal.read.BatchReader;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import io.tocsin.persistence.journal.read.EndMark;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import io.tocsin.persistence.journal.read.JournalVerifier;
import io.tocsin.persistence.journal.read.SegmentInfo;
import io.tocsin.persistence.journal.read.TornTail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends that crashes and power cuts leave, byte by byte. */
class TornTailTest {
    private static final int BATCH = 5;
    private static final int BATCHES = 8;

    @TempDir
    Path temp;

    private final RandomRecords source = new RandomRecords(1);
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<Integer> batchOffsets = new ArrayList<>();
    private final List<TornTail> tornTails = new ArrayList<>();
    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws Exception {
        write(SyncPolicy.OS);
    }

    @Test
    void shouldCutWhenFileEndsAnywhereInLastBatch() throws Exception {
        int last = lastBatchOffset();
        List<JournalRecord> prefix = records.subList(0, records.size() - BATCH);
        for (int end = last; end < last + 4 + lastBatchLength(); end++) {
            Files.write(file, Arrays.copyOf(whole, end));
            assertThat(read()).as("end=%d", end).isEqualTo(prefix);
            Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, end), whole.length + 10_000));
            assertThat(read()).as("zeros from %d", end).isEqualTo(prefix);
        }
        Files.write(file, whole);
        assertThat(read()).isEqualTo(records);
        assertThat(tornTails).isEmpty();
    }

    @Test
    void shouldSayWhatWasCut() throws Exception {
        int last = lastBatchOffset();
        byte[] torn = whole.clone();
        torn[last + 30] ^= 1;
        Files.write(file, torn);
        read();
        assertThat(tornTails).containsExactly(new TornTail(file, last, records.size() - BATCH, "checksum wrong"));
    }

    @Test
    void shouldGoOnBehindCutAndReadOverIt() throws Exception {
        Files.write(file, Arrays.copyOf(whole, lastBatchOffset() + 30));
        List<JournalRecord> expected = new ArrayList<>(records.subList(0, records.size() - BATCH));
        List<JournalRecord> more = source.list(20);
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            assertThat(journal.nextPosition()).isEqualTo(expected.size());
            JournalTesting.append(journal, more, 5);
        }
        expected.addAll(more);
        assertThat(read()).isEqualTo(expected);
        assertThat(tornTails).isEmpty();
        assertThat(JournalVerifier.verify(temp)).isEmpty();
    }

    @Test
    void shouldSayWhatWasCutWhicheverBitOfLastHeaderIsFlipped() throws Exception {
        int last = lastBatchOffset();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            byte[] torn = Arrays.copyOf(whole, whole.length + 10_000);
            torn[last + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(file, torn);
            assertThat(read()).as("bit=%d", bit).isEqualTo(records.subList(0, records.size() - BATCH));
            assertThat(tornTails).as("bit=%d", bit).hasSize(1);
        }
    }

    @Test
    void shouldNotSkipBatchesForCopyOfIndex() throws Exception {
        byte[] torn = whole.clone();
        int last = lastBatchOffset();
        int index = indexOffset();
        System.arraycopy(whole, index, torn, last, 32);
        Files.write(file, Arrays.copyOf(torn, whole.length + 10_000));
        assertThat(read()).isEqualTo(records.subList(0, records.size() - BATCH));
        assertThat(tornTails).hasSize(1);
    }

    @Test
    void shouldCutAtHoleThatPowerCutLeavesInUnforcedBatches() throws Exception {
        byte[] torn = whole.clone();
        Arrays.fill(torn, batchOffsets.get(3), batchOffsets.get(5), (byte) 0);
        Files.write(file, torn);
        assertThat(read()).isEqualTo(records.subList(0, 3 * BATCH));
        assertThat(tornTails).hasSize(1);
    }

    @Test
    void shouldRefuseHoleInForcedBatches() throws Exception {
        Files.delete(file);
        write(SyncPolicy.ALWAYS);
        for (int batch = 0; batch < BATCHES - 1; batch++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, batchOffsets.get(batch), batchOffsets.get(batch + 1), (byte) 0);
            Files.write(file, torn);
            int offset = batchOffsets.get(batch);
            assertThatThrownBy(this::read)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("offset=" + offset);
            assertThat(JournalVerifier.verify(temp)).isPresent();
        }
    }

    @Test
    void shouldRefuseCutInOlderGeneration() throws Exception {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            JournalTesting.append(journal, source.list(20), 5);
        }
        Files.write(file, Arrays.copyOf(whole, lastBatchOffset() + 30));
        assertThatThrownBy(this::read)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("offset=" + lastBatchOffset());
    }

    @Test
    void shouldRefuseDamagedTailWhenJournalWasClosed() throws Exception {
        EndMark.write(file.getParent(), records.size(), Forcer.DEVICE);
        assertThat(read()).isEqualTo(records);
        Files.write(file, Arrays.copyOf(whole, lastBatchOffset() + 30));
        assertThatThrownBy(this::read)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("offset=" + lastBatchOffset());
    }

    @Test
    void shouldRefuseMissingSegmentInTheMiddle() throws Exception {
        try (ChronicleJournal journal = JournalTesting.open(temp)) {
            JournalTesting.append(journal, source.list(200_000), 256);
        }
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        Files.delete(segments.get(2).file());
        assertThatThrownBy(this::read)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(segments.get(1).file().toString());
    }

    private void write(SyncPolicy policy) throws Exception {
        records.clear();
        batchOffsets.clear();
        try (ChronicleJournal journal = ChronicleJournal.open(
                JournalTesting.config(temp, policy), JournalTesting.MAX_SENSORS, JournalTesting.NO_FAIL_STOP)) {
            for (int i = 0; i < BATCHES; i++) {
                List<JournalRecord> batch = source.list(BATCH);
                JournalTesting.append(journal, batch, BATCH);
                records.addAll(batch);
                long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (journal.durablePosition() < records.size() && System.nanoTime() < deadlineNs) {
                    Thread.onSpinWait();
                }
            }
        }
        List<SegmentInfo> segments = JournalVerifier.list(temp);
        file = segments.get(segments.size() - 1).file();
        whole = Files.readAllBytes(file);
        Files.delete(file.resolveSibling(EndMark.FILE_NAME)); // as if it had been killed
        try (BatchReader batches = new BatchReader(file)) {
            while (batches.next() == Found.EXCERPT) {
                batchOffsets.add((int) batches.offset());
            }
        }
    }

    /** Where the document stands that begins with the name of an index. */
    private int indexOffset() {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        return text.indexOf("\u00B9\u0005index") - Integer.BYTES;
    }

    private int lastBatchOffset() {
        return batchOffsets.get(batchOffsets.size() - 1);
    }

    private int lastBatchLength() throws Exception {
        return (int) JournalVerifier.list(temp).get(0).usedBytes() - lastBatchOffset() - 4;
    }

    private List<JournalRecord> read() {
        tornTails.clear();
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(temp, JournalTesting.MAX_SENSORS, tornTails::add)) {
            Collector collector = new Collector(0);
            reader.read(0, reader.endPosition(), collector);
            return collector.records;
        }
    }
}

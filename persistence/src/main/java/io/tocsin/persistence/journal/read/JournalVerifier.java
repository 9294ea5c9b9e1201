package io.tocsin.persistence.journal.read;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Inspects a journal without changing it: its content and its faults. */
public final class JournalVerifier {
    /** Ids are dense, so no gateway has written a journal with more sensors. */
    private JournalVerifier() {}

    /**
     * Contents of every segment up to its first fault, oldest first. Reads every batch, but decodes no record.
     *
     * @param dir the journal's directory
     * @throws JournalException when a file cannot be read at all
     */
    public static List<SegmentInfo> list(Path dir) {
        try {
            List<SegmentInfo> infos = new ArrayList<>();
            for (JournalDirectory.Segment segment : JournalDirectory.segments(dir)) {
                infos.add(describe(segment));
            }
            return infos;
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    /**
     * End of a journal that may be damaged.
     *
     * @param dir the journal's directory; may be missing
     * @return one more than the highest position in a readable batch before the first fault of its segment; 0 when
     *     there is none
     */
    public static long reachedPosition(Path dir) {
        long reached = 0;
        for (JournalDirectory.Segment segment : JournalDirectory.segments(dir)) {
            try (BatchReader batches = new BatchReader(segment.file())) {
                while (batches.next() == Found.EXCERPT) {
                    reached = Math.max(reached, batches.endPosition());
                }
            } catch (DamageException e) {
                // an unreadable segment contributes no position
            }
        }
        return reached;
    }

    /**
     * Checks by the beginnings of all segments that none is missing or misplaced. A start needs this, because it only
     * reads the records after its snapshot.
     *
     * @param dir the journal's directory
     * @param notes gets a line when the extent is damaged; the journal can be whole without it
     * @throws io.tocsin.engine.journal.JournalDamageException with file and offset when one is
     */
    public static void requireComplete(Path dir, Consumer<String> notes) {
        try {
            JournalExtent extent = JournalExtent.read(dir);
            if (extent.isDamaged()) {
                notes.accept(damagedExtent(extent) + "; it is written again");
            }
            JournalAudit.check(dir);
        } catch (DamageException e) {
            throw e.toJournalException();
        }
    }

    /**
     * Reads and checks every record. An unfinished end after a crash is no fault.
     *
     * @param dir the journal's directory
     * @return the first fault, or none
     */
    public static Optional<JournalFault> verify(Path dir) {
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(dir, NameDictionary.MAX_CAPACITY, tornTail -> {})) {
            reader.readChecked(reader.firstPosition(), reader.endPosition(), new Ignore());
            JournalAudit.check(dir);
            JournalExtent extent = JournalExtent.read(dir);
            return extent.isDamaged() ? Optional.of(damagedExtent(extent)) : Optional.empty();
        } catch (DamageException e) {
            return Optional.of(e.fault());
        } catch (JournalException e) {
            if (e.getCause() instanceof DamageException damage) {
                return Optional.of(damage.fault());
            }
            throw e;
        }
    }

    private static JournalFault damagedExtent(JournalExtent extent) {
        return new JournalFault(
                extent.file(),
                0,
                "the file with the oldest and newest segment is damaged, so a missing segment may" + " go unnoticed");
    }

    private static SegmentInfo describe(JournalDirectory.Segment segment) throws DamageException {
        long firstPosition = 0;
        long endPosition = 0;
        long batchCount = 0;
        long firstTimeNs = 0;
        long lastTimeNs = 0;
        long usedBytes = 0;
        try (BatchReader batches = new BatchReader(segment.file())) {
            while (batches.next() == Found.EXCERPT) {
                if (batchCount == 0) {
                    firstPosition = batches.firstPosition();
                    firstTimeNs = batches.timeNs();
                }
                batchCount++;
                endPosition = batches.endPosition();
                lastTimeNs = batches.timeNs();
                usedBytes = batches.endOffset();
            }
            return new SegmentInfo(
                    segment.file(),
                    segment.generation(),
                    firstPosition,
                    endPosition,
                    batchCount,
                    firstTimeNs,
                    lastTimeNs,
                    usedBytes,
                    batches.fileBytes());
        }
    }

    /** Decoding checks the records */
    private static final class Ignore implements RecordHandler {
        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {}

        @Override
        public void onTick(long position, long clockNs) {}

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {}
    }
}

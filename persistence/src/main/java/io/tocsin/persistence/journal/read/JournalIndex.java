package io.tocsin.persistence.journal.read;

import io.tocsin.persistence.journal.format.BatchLayout;
import io.tocsin.persistence.journal.format.DamageException;
import io.tocsin.persistence.journal.format.JournalFault;
import io.tocsin.persistence.journal.read.ExcerptReader.Found;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Positions of each segment, and the end of the journal.
 *
 * <p>Most segments are only read up to their first batch: each must continue at the end of the previous one, which is
 * checked when the records are read. Only the end may be unfinished, so the end is walked batch by batch, from the last
 * record on that is known to have been forced. The journal ends where the walk stops, unless later batches contradict:
 * surviving batches after the stop state how many records had been forced when they were written ({@link BatchLayout},
 * unforced records). If that is more than the walk has found, the journal is damaged. If not, a crash or a power cut
 * removed only records that were not durable; the rest is cut off, and the next generation continues at the cut. A
 * generation that was closed in order has an {@link EndMark}, and then there is nothing to cut.
 *
 * @param spans segments with records, oldest first, without gaps between their positions
 * @param endPosition one more than the position of the last record
 * @param endChain checksum of the last batch
 * @param end place and reason of the walk's stop; null when no segment has a batch
 */
public record JournalIndex(List<Span> spans, long endPosition, int endChain, JournalFault end) {
    /**
     * While the journal is written and its oldest segments are deleted, one pass may be inconsistent: a file has been
     * deleted, or batches have been added after the end. So a fault counts only when it is found twice.
     */
    private static final int MAX_ATTEMPTS = 10;

    /**
     * The records that count in one segment.
     *
     * @param file the segment
     * @param generation its generation
     * @param firstPosition position of its first record
     * @param endPosition one more than the position of the last one that counts
     */
    record Span(Path file, int generation, long firstPosition, long endPosition) {}

    /** Position of the oldest record, or the end's when there is none. */
    long firstPosition() {
        return spans.isEmpty() ? endPosition : spans.get(0).firstPosition();
    }

    /** This index, or if it has no record, that of an empty journal that begins at a position. */
    public JournalIndex orBeginAt(long startPosition) {
        return spans.isEmpty() ? new JournalIndex(spans, startPosition, BatchLayout.NO_CHAIN, end) : this;
    }

    /**
     * Reads the index of a journal.
     *
     * @param dir the journal's directory; a missing one is an empty journal
     * @param tornTails gets an unfinished end
     * @throws DamageException when more than an unfinished end is missing
     */
    public static JournalIndex build(Path dir, Consumer<TornTail> tornTails) throws DamageException {
        JournalFault faultBefore = null;
        for (int attempt = 1; ; attempt++) {
            try {
                List<TornTail> found = new ArrayList<>();
                JournalIndex index = buildOnce(dir, found::add);
                found.forEach(tornTails);
                return index;
            } catch (DamageException e) {
                if (e.fault().equals(faultBefore) || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                faultBefore = e.fault();
            }
        }
    }

    private static JournalIndex buildOnce(Path dir, Consumer<TornTail> tornTails) throws DamageException {
        List<SegmentHead> heads = new ArrayList<>();
        for (JournalDirectory.Segment segment : JournalDirectory.segments(dir)) {
            heads.add(SegmentHead.read(segment));
        }
        return new Builder(heads, tornTails).build();
    }

    /** Builds one index. */
    private static final class Builder {
        private final List<SegmentHead> heads;
        private final Consumer<TornTail> tornTails;
        private final List<Span> walked = new ArrayList<>();

        /** Position that the next batch of the walk must begin with. */
        private long expectedPosition = 0;

        private int expectedChain = BatchLayout.NO_CHAIN;
        private JournalFault stop;

        Builder(List<SegmentHead> heads, Consumer<TornTail> tornTails) {
            this.heads = heads;
            this.tornTails = tornTails;
        }

        JournalIndex build() throws DamageException {
            int anchor = anchor();
            List<Span> spans = anchor < 0 ? new ArrayList<>() : spansBefore(anchor);
            int last = anchor < 0 ? -1 : walkFrom(anchor);
            checkNothingForcedBehind(last);
            spans.addAll(walked);
            checkOrder(last);
            return new JournalIndex(List.copyOf(spans), expectedPosition, expectedChain, stop);
        }

        /** Index of the first segment of the walk, or -1 when no segment has a batch. */
        private int anchor() {
            int lastWithBatch = heads.size() - 1;
            while (lastWithBatch >= 0 && !heads.get(lastWithBatch).hasBatch()) {
                lastWithBatch--;
            }
            if (lastWithBatch < 0) {
                return -1;
            }
            long forcedPosition = heads.get(lastWithBatch).forcedPosition();
            int anchor = lastWithBatch;
            for (int i = lastWithBatch - 1; i >= 0 && heads.get(anchor).firstPosition() > forcedPosition; i--) {
                if (heads.get(i).hasBatch()) {
                    anchor = i;
                }
            }
            return anchor;
        }

        /**
         * Checks the segments before the walk. Batches removed by an older cut begin at or after the following segment.
         * The first segment may begin anywhere, because retention deletes the oldest ones. A segment without a batch
         * has lost it, unless the next batch is marked as the journal's first.
         */
        private List<Span> spansBefore(int anchor) throws DamageException {
            List<Span> spans = new ArrayList<>();
            long endPosition = heads.get(anchor).firstPosition();
            int chain = heads.get(anchor).chain();
            for (int i = anchor - 1; i >= 0; i--) {
                SegmentHead head = heads.get(i);
                if (head.hasBatch() && head.firstPosition() < endPosition) {
                    spans.add(0, new Span(head.file(), head.generation(), head.firstPosition(), endPosition));
                    endPosition = head.firstPosition();
                    chain = head.chain();
                }
            }
            if (chain != BatchLayout.NO_CHAIN && anchor > 0 && !heads.get(0).hasBatch()) {
                throw new DamageException(heads.get(0).fault());
            }
            return spans;
        }

        /**
         * A cut leaves out only segments without forced records beyond the journal. A segment that proves forced
         * records after the following segment's begin is misplaced. So is a segment that continues at the journal's end
         * or begins where another begins, because the walk would have taken it.
         */
        private void checkOrder(int last) throws DamageException {
            long endPosition = Long.MAX_VALUE;
            for (int i = heads.size() - 1; i >= 0; i--) {
                SegmentHead head = heads.get(i);
                if (i <= last && head.hasBatch() && head.firstPosition() < endPosition) {
                    endPosition = head.firstPosition();
                } else if (head.hasBatch()
                        && (head.forcedPosition() > endPosition
                                || head.isAt(expectedPosition, expectedChain)
                                || hasTwin(i))) {
                    throw new DamageException(
                            head.file(),
                            0,
                            "segments out of order: this one begins at position " + head.firstPosition()
                                    + (i > last
                                            ? ", the journal ends at " + expectedPosition
                                            : ", the one after it at " + endPosition));
                }
            }
        }

        private boolean hasTwin(int index) {
            SegmentHead head = heads.get(index);
            for (int i = 0; i < heads.size(); i++) {
                if (i != index && heads.get(i).hasBatch() && heads.get(i).isAt(head.firstPosition(), head.chain())) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Walks from one segment to the end.
         *
         * @return index of the segment in which the walk stopped
         */
        private int walkFrom(int anchor) throws DamageException {
            expectedPosition = heads.get(anchor).firstPosition();
            expectedChain = heads.get(anchor).chain();
            int at = anchor;
            for (int next = anchor; next >= 0; next = successor(at)) {
                at = next;
                SegmentHead head = heads.get(at);
                walk(head);
                if (expectedPosition > head.firstPosition()) {
                    walked.add(new Span(head.file(), head.generation(), head.firstPosition(), expectedPosition));
                }
            }
            return at;
        }

        private void walk(SegmentHead head) throws DamageException {
            try (BatchReader batches = new BatchReader(head.file())) {
                while (true) {
                    Found found = batches.next();
                    String reason = found == Found.EXCERPT
                            ? Continuity.check(batches, expectedPosition, expectedChain, head.firstPosition())
                            : batches.reason();
                    if (reason != null) {
                        stop = new JournalFault(head.file(), batches.offset(), reason);
                        return;
                    }
                    expectedPosition = batches.endPosition();
                    expectedChain = batches.crc();
                }
            }
        }

        /** The next segment that continues at the walk's position, or -1. */
        private int successor(int at) {
            for (int i = at + 1; i < heads.size(); i++) {
                SegmentHead head = heads.get(i);
                if (head.hasBatch() && head.isAt(expectedPosition, expectedChain)) {
                    return i;
                }
            }
            return -1;
        }

        private void checkNothingForcedBehind(int last) throws DamageException {
            if (last >= 0) {
                checkEndMark(heads.get(last).file(), stop);
                checkBehind(heads.get(last).file(), stop.offset(), stop);
            }
            for (int i = last + 1; i < heads.size(); i++) {
                SegmentHead head = heads.get(i);
                JournalFault fault =
                        head.hasBatch() ? new JournalFault(head.file(), 0, "does not follow") : head.fault();
                checkEndMark(head.file(), fault);
                checkBehind(head.file(), fault.offset(), fault);
            }
        }

        private void checkEndMark(Path segmentFile, JournalFault fault) throws DamageException {
            if (EndMark.read(segmentFile.getParent()) > expectedPosition) {
                throw new DamageException(fault);
            }
        }

        private void checkBehind(Path file, long offset, JournalFault fault) throws DamageException {
            try (BatchReader batches = new BatchReader(file)) {
                long testified = batches.forcedPositionTestifiedBehind(offset);
                if (testified > expectedPosition) {
                    throw new DamageException(fault);
                }
                if (testified != BatchReader.NOTHING_WRITTEN) {
                    tornTails.accept(new TornTail(file, fault.offset(), expectedPosition, fault.reason()));
                }
            }
        }
    }
}

package io.tocsin.alerts.outbox;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.log.GapNotice;
import io.tocsin.alerts.log.LogReader;
import io.tocsin.alerts.log.Told;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.sink.Receipts;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.alerts.sink.SuspectException;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Delivers a sink's frames from the log, batch by batch, and moves its cursor past each delivered frame and past each
 * undeliverable frame, once that is in the {@link DeadLetters}. The sink's thread.
 */
final class FrameDelivery implements Receipts {
    private static final int BATCH_DUE = 512;
    private static final int BATCH_FRAMES = 1024;
    private static final int LINES_A_MINUTE = 20;

    /** Told when the cursor has moved within a batch. */
    @FunctionalInterface
    interface Progress {
        void moved() throws IOException;
    }

    private final Sink sink;
    private final Cursor cursor;
    private final DeadLetters deadLetters;
    private final DeliveryMeter meter;
    private final Backoff backoff;
    private final SinkHealth health;
    private final Progress progress;
    private final LongSupplier rowsGoneBelow;
    private final Consumer<String> log;
    private final Suspicion suspicion = new Suspicion();
    private final LineBudget lines = new LineBudget(LINES_A_MINUTE);
    private List<LogFrame> batch = List.of();
    private int settledCount;
    private Told losses = Told.NOTHING;
    private boolean hasSetAside;
    /** Whether the log has a line that the dead-letter file cannot be written. */
    private boolean hasToldOfFile;

    FrameDelivery(
            Sink sink,
            Cursor cursor,
            DeadLetters deadLetters,
            DeliveryMeter meter,
            Backoff backoff,
            SinkHealth health,
            Progress progress,
            LongSupplier rowsGoneBelow,
            Consumer<String> log) {
        this.sink = sink;
        this.cursor = cursor;
        this.deadLetters = deadLetters;
        this.meter = meter;
        this.backoff = backoff;
        this.health = health;
        this.progress = progress;
        this.rowsGoneBelow = rowsGoneBelow;
        this.log = log;
    }

    /**
     * Delivers the next batch.
     *
     * @param limitSequence frames below it may be delivered
     * @return false when there was nothing in the log
     */
    boolean deliverSome(LogReader reader, long limitSequence) throws IOException {
        batch = new ArrayList<>();
        settledCount = 0;
        int frameCount = 0;
        LogFrame frame = reader.next(limitSequence);
        while (frame != null) {
            frameCount++;
            if (frame.isFor(sink.name()) && !isDeletedRow(frame)) {
                batch.add(frame);
            }
            frame = isFull(frameCount) ? null : reader.next(limitSequence);
        }
        if (!batch.isEmpty()) {
            deliverBatch();
        }
        if (frameCount > 0) {
            cursor.moveBehind(reader.last());
        }
        return frameCount > 0;
    }

    /**
     * Reports losses to the sink before the remaining entries are delivered.
     *
     * @param notice null: there are none
     */
    void tellLosses(GapNotice notice) throws IOException {
        if (notice != null) {
            losses = notice.told();
            batch = List.of(notice.frame());
            settledCount = 0;
            deliverBatch();
        }
    }

    /** Counted as lost, although a reader inside the deleted file can still read it */
    private boolean isDeletedRow(LogFrame frame) {
        return frame.type() == FrameType.ROW && frame.sequence() < rowsGoneBelow.getAsLong();
    }

    /**
     * Whether the cursor has moved past a frame that was set aside, or past a report of losses since the last call; the
     * cursor should then be persisted soon.
     */
    boolean takeHasSetAside() {
        boolean had = hasSetAside;
        hasSetAside = false;
        return had;
    }

    /** Delivery failed while these frames were with the receiver. */
    void onSuspects(SuspectException e) throws IOException {
        if (suspicion.failed(e.suspects())) {
            refused(
                    e.suspects().get(0),
                    e.getMessage() + ", each of " + Suspicion.TRIES + " times that it was sent alone");
        }
    }

    @Override
    public void delivered(LogFrame frame) throws IOException {
        settle(frame);
        meter.delivered(frame);
        backoff.reset();
        health.onWorking();
        progress.moved();
    }

    @Override
    public void refused(LogFrame frame, String reason) throws IOException {
        String target = sink.target(frame);
        boolean isKept = keep(frame, target, reason);
        settle(frame);
        hasSetAside = true;
        meter.setAside(isKept);
        tell(frame, target, reason, isKept);
    }

    /**
     * Logs the number of frames set aside without a line of their own.
     *
     * @param isEnd whether this is the last call
     */
    void tellWithheld(boolean isEnd) {
        long withheld = lines.takeWithheld(isEnd);
        if (withheld > 0) {
            LineLog.warn(
                    log, "sink " + sink.name() + ": " + withheld + " more events set aside, see " + deadLetters.file());
        }
    }

    private boolean isFull(int frameCount) {
        boolean isAlone = batch.size() == 1 && suspicion.isSuspect(batch.get(0));
        return isAlone || batch.size() == BATCH_DUE || frameCount == BATCH_FRAMES;
    }

    private void deliverBatch() throws IOException {
        try {
            sink.deliver(batch, this);
            if (settledCount < batch.size()) {
                throw new IllegalStateException("a sink gave fewer receipts than it got frames, sink=" + sink.name());
            }
        } catch (AlarmLogException e) {
            throw e; // a failure of the cursor, not of the sink
        } catch (RuntimeException e) {
            // a fault of the sink or of its library, perhaps caused by one of these frames
            List<LogFrame> left = batch.subList(Math.min(settledCount, batch.size() - 1), batch.size());
            throw new SuspectException("the sink failed: " + e, left, e);
        }
    }

    private boolean keep(LogFrame frame, String target, String reason) throws IOException {
        try {
            boolean isKept = deadLetters.add(frame, target, reason);
            hasToldOfFile = false;
            return isKept;
        } catch (IOException e) {
            String problem =
                    "cannot write " + deadLetters.file() + ", the file for undeliverable events: " + e.getMessage();
            if (!hasToldOfFile) {
                hasToldOfFile = true;
                LineLog.warn(log, "sink " + sink.name() + ": " + problem + "; this event and all later ones wait");
            }
            throw new IOException(problem, e);
        }
    }

    private void settle(LogFrame frame) {
        settledCount++;
        if (frame.type() == FrameType.GAP) {
            cursor.tell(losses);
            hasSetAside = true;
        } else {
            cursor.moveBehind(frame);
        }
    }

    private void tell(LogFrame frame, String target, String reason, boolean isKept) {
        if (lines.take()) {
            int bytes = frame.json().getBytes(StandardCharsets.UTF_8).length;
            String where = isKept
                    ? "kept in " + deadLetters.file()
                    : "NOT kept, for " + deadLetters.file() + " has its " + deadLetters.maxBytes()
                            + " bytes: move it away; the event stays in the alarm log until alarmLog.retention"
                            + " deletes it";
            LineLog.warn(
                    log,
                    "sink " + sink.name() + ": set aside, can never be delivered: " + named(frame) + ", "
                            + PlainText.escape(target) + ", " + bytes + " bytes: " + PlainText.escape(reason) + "; "
                            + where);
        }
    }

    /** {@code RAISED hot/1/plant/a/1795195860000000000}, {@code row max-10s/…}. */
    private static String named(LogFrame frame) {
        try {
            ResultFields fields = ResultFields.parse(frame.json());
            String kind = fields instanceof EventFields event ? event.event() : "row";
            return PlainText.escape(kind + " " + fields.id());
        } catch (IOException e) {
            return "the entry with sequence number " + frame.sequence();
        }
    }
}

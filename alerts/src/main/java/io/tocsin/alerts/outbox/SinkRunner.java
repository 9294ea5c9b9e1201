package io.tocsin.alerts.outbox;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.AlarmLogException;
import io.tocsin.alerts.log.LogFrame;
import io.tocsin.alerts.log.LogReader;
import io.tocsin.alerts.log.StopSignal;
import io.tocsin.alerts.log.Tide;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.pipeline.FailStop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Delivers the alarm log to one sink, on a thread of its own: reads on from the cursor, delivers what is for the sink,
 * moves the cursor. A sink that fails is opened again, later and later, and gets everything from the cursor on again.
 *
 * <p>A failing sink stops nothing else; a failing log or cursor is a {@link FailStop}.
 */
public final class SinkRunner {
    private static final int BATCH_DUE = 64;
    private static final int BATCH_FRAMES = 1024;
    /** Persist after so many frames … */
    private static final long PERSIST_FRAMES = 1024;
    /** … or this long after the last time. */
    private static final long PERSIST_NS = TimeUnit.SECONDS.toNanos(1);

    private final Sink sink;
    private final Cursor cursor;
    private final AlarmLog alarmLog;
    private final Tide deliverable;
    private final DeliveryMeter meter;
    private final Backoff backoff;
    private final FailStop failStop;
    private final Consumer<String> log;
    private final Thread thread;
    private final StopSignal stop = new StopSignal();
    private final StopSignal giveUp = new StopSignal();
    private volatile long settledSequence;
    private boolean down;
    private boolean wasUp;
    private long persistedAtNs;

    /**
     * @param deliverable frames below it may be delivered
     * @param log gets one line when the sink goes down and one when it is up again
     */
    public SinkRunner(
            Sink sink,
            Cursor cursor,
            AlarmLog alarmLog,
            Tide deliverable,
            DeliveryMeter meter,
            Backoff backoff,
            FailStop failStop,
            Consumer<String> log) {
        this.sink = sink;
        this.cursor = cursor;
        this.alarmLog = alarmLog;
        this.deliverable = deliverable;
        this.meter = meter;
        this.backoff = backoff;
        this.failStop = failStop;
        this.log = log;
        this.settledSequence = cursor.persistedSequence();
        this.thread = new Thread(this::run, "sink-" + sink.name());
        thread.setDaemon(true);
    }

    /** Every frame below it is delivered, or not for this sink, and that is on the disk. Any thread. */
    public long settledSequence() {
        return settledSequence;
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Deliver what is in the log, then end; a sink that is down now is not waited for. Any thread. */
    public void requestStop() {
        stop.set();
        deliverable.wakeAll();
    }

    /**
     * Waits for the end after {@link #requestStop()}; when the time is over, delivery is broken off and what is left
     * stays in the log for the next start.
     *
     * @param timeoutNs nanoseconds
     * @return whether the thread has ended
     */
    public boolean awaitEnd(long timeoutNs) throws InterruptedException {
        if (thread.getState() == Thread.State.NEW) {
            return true;
        }
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, timeoutNs));
        if (thread.isAlive()) {
            giveUp.set();
            sink.abort();
            TimeUnit.NANOSECONDS.timedJoin(thread, PERSIST_NS);
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            persistedAtNs = System.nanoTime();
            boolean again = true;
            while (again) {
                again = !deliverUntilStopped() && !stop.await(backoff.nextNs());
            }
            persistCursor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failStop.failed("sink " + sink.name(), e);
        } catch (AlarmLogException e) {
            failStop.failed("sink " + sink.name(), e);
        }
    }

    /** Returns true when there is nothing more to do, false when the sink has failed. */
    private boolean deliverUntilStopped() throws InterruptedException {
        try (LogReader reader = alarmLog.reader(cursor.sequence())) {
            sink.open();
            onUp();
            while (!giveUp.isSet()) {
                if (!deliverSome(reader)) {
                    if (stop.isSet()) {
                        break;
                    }
                    sink.check();
                    deliverable.await(reader.nextSequence(), PERSIST_NS);
                }
                persistWhenDue();
            }
            syncSink();
            persistCursor();
            return true;
        } catch (AlarmLogException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Also what a client library throws unannounced: a sink must not stop the gateway.
            onDown(e);
            return false;
        } finally {
            closeSink();
        }
    }

    /** Returns false when there was nothing in the log. */
    private boolean deliverSome(LogReader reader) throws IOException {
        long limitSequence = deliverable.sequence();
        List<LogFrame> due = new ArrayList<>();
        LogFrame frame = reader.next(limitSequence);
        int frameCount = 0;
        while (frame != null) {
            frameCount++;
            if (frame.isFor(sink.name())) {
                due.add(frame);
            }
            boolean full = due.size() == BATCH_DUE || frameCount == BATCH_FRAMES;
            frame = full ? null : reader.next(limitSequence);
        }
        if (!due.isEmpty()) {
            sink.deliver(due);
            meter.delivered(due);
            backoff.reset();
        }
        cursor.moveTo(reader.nextSequence());
        return frameCount > 0;
    }

    private void persistWhenDue() throws IOException {
        long nowNs = System.nanoTime();
        if (cursor.unpersisted() >= PERSIST_FRAMES
                || (cursor.unpersisted() > 0 && nowNs - persistedAtNs >= PERSIST_NS)) {
            syncSink();
            persistCursor();
            persistedAtNs = nowNs;
        }
    }

    private void persistCursor() {
        cursor.persist();
        settledSequence = cursor.persistedSequence();
    }

    /** A sync that failed cannot be repeated: what it was for must be delivered again. */
    private void syncSink() throws IOException {
        try {
            sink.sync();
        } catch (IOException e) {
            cursor.backToPersisted();
            throw e;
        }
    }

    private void onUp() {
        if (down || !wasUp) {
            log.accept("sink " + sink.name() + ": " + (wasUp ? "up again, " : "up, ") + sink.description());
        }
        down = false;
        wasUp = true;
    }

    private void onDown(Exception e) {
        if (!down && !giveUp.isSet()) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            LineLog.warn(
                    log,
                    "sink " + sink.name() + ": down, events wait in the alarm log, " + sink.description() + ": "
                            + PlainText.escape(reason));
        }
        down = true;
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException | RuntimeException e) {
            onDown(e);
        }
    }
}

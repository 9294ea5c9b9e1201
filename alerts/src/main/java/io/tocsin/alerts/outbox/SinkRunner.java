package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.LogReader;
import io.tocsin.alerts.log.SequenceSignal;
import io.tocsin.alerts.log.SinkPlace;
import io.tocsin.alerts.log.StopSignal;
import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.alerts.sink.SuspectException;
import io.tocsin.engine.port.FailStop;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Delivers the alarm log to one sink, on a thread of its own: reads from the cursor, delivers the sink's frames, moves
 * the cursor. After a failure the sink is opened again at growing intervals and receives all frames from the cursor on
 * again. A frame that the receiver permanently refuses is set aside, see {@link FrameDelivery}.
 *
 * <p>A failing sink stops nothing else; a failing log or cursor is a {@link FailStop}.
 */
public final class SinkRunner {
    /** Persist after so many frames … */
    private static final long PERSIST_FRAMES = 1024;
    /** … or this long after the last time. */
    private static final long PERSIST_NS = TimeUnit.SECONDS.toNanos(1);
    /** The longest wait for the next attempt while the gateway waits for the sink. */
    private static final long HURRIED_RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_AROUND_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Sink sink;
    private final Cursor cursor;
    private final DeadLetters deadLetters;
    private final AlarmLog alarmLog;
    private final SequenceSignal deliverable;
    private final Backoff backoff;
    private final FailStop failStop;
    private final SinkHealth health;
    private final FrameDelivery delivery;
    private final Thread thread;
    private final StopSignal stop = new StopSignal();
    private final StopSignal giveUp = new StopSignal();
    private volatile boolean isAwaited;
    private volatile long settledSequence;
    private volatile long handledSequence;
    private long persistedAtNs;

    /**
     * @param deliverable frames below it may be delivered
     * @param log gets one line when the sink goes down, one when it works again, and one for each frame that is set
     *     aside
     */
    public SinkRunner(
            Sink sink,
            Cursor cursor,
            DeadLetters deadLetters,
            AlarmLog alarmLog,
            SequenceSignal deliverable,
            DeliveryMeter meter,
            Backoff backoff,
            FailStop failStop,
            Consumer<String> log) {
        this.sink = sink;
        this.cursor = cursor;
        this.deadLetters = deadLetters;
        this.alarmLog = alarmLog;
        this.deliverable = deliverable;
        this.backoff = backoff;
        this.failStop = failStop;
        this.health = new SinkHealth(sink, log, System::nanoTime);
        this.delivery = new FrameDelivery(
                sink, cursor, deadLetters, meter, backoff, health, this::onProgress, alarmLog::rowsGoneBelow, log);
        this.settledSequence = cursor.persistedSequence();
        this.handledSequence = cursor.sequence();
        this.thread = new Thread(this::run, "sink-" + sink.name());
        thread.setDaemon(true);
    }

    /** Every frame below it is delivered, set aside, or not for this sink, and that is on the disk. Any thread. */
    public long settledSequence() {
        return settledSequence;
    }

    /** Stored progress of the sink. Any thread. */
    public SinkPlace place() {
        return cursor.persistedPlace();
    }

    /**
     * Whether every frame below the sequence number has been delivered, set aside, or is not for this sink. From the
     * first call on the sink is opened again at least once a second while it is down. Any thread.
     */
    public boolean hasHandled(long sequence) {
        isAwaited = true;
        return handledSequence >= sequence;
    }

    /** Every frame below it is delivered, set aside, or not for this sink. Any thread. */
    public long handledSequence() {
        return handledSequence;
    }

    /** The sink's name. */
    public String name() {
        return sink.name();
    }

    /** Whether the sink has ended for this process. Any thread. */
    public boolean isGone() {
        return sink.isGone();
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Requests the end after the delivery of the whole log; a sink that is down is not waited for. Any thread. */
    public void requestStop() {
        stop.set();
        deliverable.wakeAll();
    }

    /**
     * Waits for the end after {@link #requestStop()}; when the time is over, delivery is aborted, and undelivered
     * frames stay in the log for the next start.
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

    /** Counts the sink's undelivered entries of the log. After the end. */
    public Backlog backlog() {
        long events = 0;
        long rows = 0;
        long end = alarmLog.logged().sequence();
        try (LogReader reader = alarmLog.reader(handledSequence)) {
            for (LogFrame frame = reader.next(end); frame != null; frame = reader.next(end)) {
                if (frame.isFor(sink.name())) {
                    events += frame.type() == FrameType.EVENT ? 1 : 0;
                    rows += frame.type() == FrameType.ROW ? 1 : 0;
                }
            }
        }
        return new Backlog(sink.name(), events, rows, health.error());
    }

    private void run() {
        try {
            persistedAtNs = System.nanoTime();
            boolean again = true;
            while (again) {
                again = !deliverUntilStopped() && !awaitRetry();
            }
            delivery.tellWithheld(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failStop.failed("sink " + sink.name(), e);
        } catch (AlarmLogException e) {
            failStop.failed("sink " + sink.name(), e);
        }
    }

    /** Waits before the next attempt; returns true when there is to be none. */
    private boolean awaitRetry() throws InterruptedException {
        long waitNs = backoff.nextNs();
        long beginNs = System.nanoTime();
        boolean isStopped = stop.isSet();
        while (!isStopped) {
            long leftNs = Math.min(waitNs, isAwaited ? HURRIED_RETRY_NS : waitNs) - (System.nanoTime() - beginNs);
            if (leftNs <= 0) {
                return false;
            }
            isStopped = stop.await(Math.min(leftNs, LOOK_AROUND_NS));
        }
        return true;
    }

    /** Returns true when there is nothing more to do, false when the sink has failed. */
    private boolean deliverUntilStopped() throws InterruptedException {
        boolean isOpen = false;
        try (LogReader reader = alarmLog.reader(cursor.sequence())) {
            sink.open();
            isOpen = true;
            health.onOpen();
            while (!giveUp.isSet()) {
                // read before the log's end, so that all entries logged before the stop are delivered
                boolean isLast = stop.isSet();
                delivery.tellLosses(alarmLog.gapFor(sink.name(), cursor.told()));
                boolean isIdle = !delivery.deliverSome(reader, deliverable.sequence());
                onProgress();
                if (isIdle) {
                    if (isLast) {
                        break;
                    }
                    sink.check();
                    health.onWorking();
                    deliverable.await(reader.nextSequence(), stop, PERSIST_NS);
                }
            }
            syncSink();
            persistCursor();
            return true;
        } catch (AlarmLogException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // includes unexpected exceptions of a client library: a sink must not stop the gateway
            onFailure(e);
            if (isOpen) {
                saveProgress();
            }
            return false;
        } finally {
            closeSink();
            handledSequence = cursor.sequence();
        }
    }

    /** The cursor has moved, or may have. */
    private void onProgress() throws IOException {
        handledSequence = cursor.sequence();
        long nowNs = System.nanoTime();
        if (delivery.takeHasSetAside()
                || cursor.unpersisted() >= PERSIST_FRAMES
                || (cursor.unpersisted() > 0 && nowNs - persistedAtNs >= PERSIST_NS)) {
            syncSink();
            persistCursor();
            persistedAtNs = nowNs;
        }
        delivery.tellWithheld(false);
    }

    /** Saves the deliveries before a failure, so that they are not repeated. */
    private void saveProgress() {
        try {
            syncSink();
            persistCursor();
        } catch (AlarmLogException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            onFailure(e);
        }
    }

    private void persistCursor() {
        cursor.persist();
        settledSequence = cursor.persistedSequence();
    }

    /** A failed sync cannot be repeated: its entries must be delivered again */
    private void syncSink() throws IOException {
        try {
            sink.sync();
        } catch (IOException e) {
            cursor.backToPersisted();
            throw e;
        }
    }

    private void onFailure(Exception e) {
        if (giveUp.isSet()) {
            return; // broken off by us
        }
        health.onFailure(e);
        if (e instanceof SuspectException suspects) {
            try {
                delivery.onSuspects(suspects);
            } catch (IOException cannotSetAside) {
                health.onFailure(cannotSetAside);
            }
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException | RuntimeException e) {
            onFailure(e);
        }
        try {
            deadLetters.close();
        } catch (IOException e) {
            onFailure(e);
        }
    }
}

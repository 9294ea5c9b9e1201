package io.tocsin.gateway.run;

import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.Spans;
import io.tocsin.gateway.print.Times;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Logs clock changes: the gateway's clock was set forward or back, or a sensor's clock has gone back or restarted. Each
 * has a line, but at most {@value #LINES_A_MINUTE} a minute, because after a power failure all devices of a hall
 * restart at once. The rest is counted in one line.
 *
 * <p>The engine thread and the clock's thread report changes without waiting; a thread of this class writes the lines.
 */
final class ClockNotices implements FoldNotices, Consumer<ClockStep> {
    private static final int LINES_A_MINUTE = 10;
    private static final int QUEUE_CAPACITY = 256;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long JOIN_MS = 2_000;

    /** Makes a line, on the writing thread. */
    @FunctionalInterface
    private interface Line {
        String text();
    }

    /** Ends the thread; the last in the queue. */
    private static final Line END = () -> "";

    private final IntFunction<String> sensorNames;
    private final long resetAfterNs;
    private final Consumer<String> log;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicLong untold = new AtomicLong();
    private final Thread thread = new Thread(this::writeUntilEnd, "tocsin-notices");
    private boolean derivedFullIsTold;

    /**
     * @param sensorNames of sensors, by id
     * @param resetAfterNs {@code time.resetAfter}
     * @param log takes the lines
     */
    ClockNotices(IntFunction<String> sensorNames, long resetAfterNs, Consumer<String> log) {
        this.sensorNames = sensorNames;
        this.resetAfterNs = resetAfterNs;
        this.log = log;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Writes the pending lines and ends the thread. No further reports are allowed. */
    void stop() throws InterruptedException {
        if (thread.isAlive() && queue.offer(END, JOIN_MS, TimeUnit.MILLISECONDS)) {
            thread.join(JOIN_MS);
        }
    }

    @Override
    public void accept(ClockStep step) {
        tell(() ->
                "clock: set " + (step.byNs() > 0 ? "forward" : "back") + " by " + Spans.format(step.byNs()) + ", from "
                        + fromTo(step.fromNs(), step.toNs())
                        + ": the step is not counted as passed time, so delays and silences continue; sensors without"
                        + " event times of their own follow the clock"
                        + (GatewayClock.isSet(step.toNs()) ? "" : "; it is still not set"));
    }

    @Override
    public void onClockRestart(int sensorId, long fromNs, long toNs) {
        tell(() -> sensor(sensorId) + "its clock restarts, back by " + Spans.format(fromNs - toNs) + ", from "
                + fromTo(fromNs, toNs) + ": all its readings were older for " + Spans.format(resetAfterNs)
                + " (time.resetAfter)");
    }

    @Override
    public void onDerivedFull(int maxDerived) {
        if (!derivedFullIsTold) {
            derivedFullIsTold = true;
            tell(() -> "streams: there are " + Numbers.grouped(maxDerived)
                    + " derived sensors and keys of groups, the most that engine.maxDerivedSensors allows: streams"
                    + " skip readings that would create more (counted as stateRefused). Group by fewer levels, select"
                    + " fewer sensors, or raise engine.maxDerivedSensors");
        }
    }

    @Override
    public void onBehind(int sensorId, long newestNs, long eventNs) {
        tell(() -> sensor(sensorId) + "its time has gone back by " + Spans.format(newestNs - eventNs) + ", from "
                + fromTo(newestNs, eventNs)
                + ": such old readings are skipped. Check whether the device was restarted or its clock was set back."
                + " If this lasts for "
                + Spans.format(resetAfterNs) + " (time.resetAfter) its clock restarts; an alarm with order: arrival"
                + " evaluates old readings too");
    }

    /** Warns at the start of a clock that was never set or is behind the journal. */
    static void tellStart(ClockStep step, GatewayClock clock, Consumer<String> log) {
        if (step != null) {
            log.accept("clock: says " + Times.seconds(step.toNs()) + ", which is " + Spans.format(step.byNs())
                    + " before the last record of the journal: the clock was set back, or is not set. Delays and"
                    + " silences continue from that record as if no time had passed");
        }
        if (!clock.isSet()) {
            log.accept("clock: says " + Times.seconds(clock.wallNs())
                    + " and was never set. Until the clock is set, readings keep the times of their devices however"
                    + " far ahead, and readings without a time get the clock's time; delays and silences continue"
                    + " when the clock is set");
        }
    }

    private String sensor(int sensorId) {
        return "sensor " + sensorNames.apply(sensorId) + ": ";
    }

    private static String fromTo(long fromNs, long toNs) {
        return Times.seconds(fromNs) + " to " + Times.seconds(toNs);
    }

    private void tell(Line line) {
        if (!queue.offer(line)) {
            untold.incrementAndGet();
        }
    }

    private void writeUntilEnd() {
        long minuteBeganNs = System.nanoTime();
        int lines = 0;
        try {
            for (Line line = next(minuteBeganNs); line != END; line = next(minuteBeganNs)) {
                if (System.nanoTime() - minuteBeganNs >= MINUTE_NS) {
                    tellUntold();
                    minuteBeganNs = System.nanoTime();
                    lines = 0;
                }
                if (line != null && lines < LINES_A_MINUTE) {
                    lines++;
                    log.accept(line.text());
                } else if (line != null) {
                    untold.incrementAndGet();
                }
            }
            tellUntold();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a line; returns null when the minute is over and lines were counted only. */
    private Line next(long minuteBeganNs) throws InterruptedException {
        return untold.get() == 0
                ? queue.take()
                : queue.poll(MINUTE_NS - (System.nanoTime() - minuteBeganNs), TimeUnit.NANOSECONDS);
    }

    private void tellUntold() {
        long count = untold.getAndSet(0);
        if (count > 0) {
            log.accept("clocks: " + Numbers.grouped(count)
                    + " more steps and restarts in the last minute; counted as clockSteps and clockResets");
        }
    }
}

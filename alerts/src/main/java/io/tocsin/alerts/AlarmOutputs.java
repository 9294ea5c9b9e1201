package io.tocsin.alerts;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.alerts.log.AlarmLog;
import io.tocsin.alerts.log.LogForcer;
import io.tocsin.alerts.log.LogRetention;
import io.tocsin.alerts.log.RecoveryReport;
import io.tocsin.alerts.log.SinkPlace;
import io.tocsin.alerts.log.frame.Lost;
import io.tocsin.alerts.log.repair.LostEvents;
import io.tocsin.alerts.outbox.Backlog;
import io.tocsin.alerts.outbox.Backoff;
import io.tocsin.alerts.outbox.Cursor;
import io.tocsin.alerts.outbox.DeadLetters;
import io.tocsin.alerts.outbox.DeliveryMeter;
import io.tocsin.alerts.outbox.LossLines;
import io.tocsin.alerts.outbox.SinkRunner;
import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.alerts.sink.Sinks;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.port.RecordAges;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Output side of the gateway: alarm log, outboxes and sinks. Call order: {@link #open}, {@link #beginRecovery}, the
 * replayed events and rows of the journal, {@link #endRecovery}, {@link #startSinks}, live events and rows, optionally
 * {@link #awaitDelivery} to wait for sinks that are down, {@link #stop}.
 *
 * <pre>
 *   engine ──onAlarm──▶ AlarmLog ──▶ SinkRunner ──▶ console
 *                          │    ├──▶ SinkRunner ──▶ file
 *                          │    └──▶ SinkRunner ──▶ MQTT broker
 *                      LogForcer
 * </pre>
 *
 * <p>Threads: one thread at a time calls these methods. Every failure of log or cursor is an {@link
 * io.tocsin.alerts.log.frame.AlarmLogException}, or reaches the fail-stop when it happens on a thread of this class; a
 * failing sink is retried and stops nothing else.
 */
public final class AlarmOutputs implements ResultHandler {
    private static final long SEGMENT_BYTES = 8L * 1024 * 1024;
    private static final long RELAXED_FORCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_RETRY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MS = 20;

    private final AlarmLog alarmLog;
    private final LogForcer forcer;
    private final Counters counters;
    private final Consumer<String> log;
    private final LossLines lossLines;
    private final Map<String, Cursor> cursors = new LinkedHashMap<>();
    private final List<SinkRunner> runners = new ArrayList<>();
    private final List<DeliveryMeter> meters = new ArrayList<>();

    private boolean haveSinksEnded = true;
    private volatile boolean isOverBound;

    private AlarmOutputs(AlarmLog alarmLog, LogForcer forcer, Counters counters, Consumer<String> log) {
        this.alarmLog = alarmLog;
        this.log = log;
        this.forcer = forcer;
        this.counters = counters;
        this.lossLines = new LossLines(log, System::nanoTime);
    }

    /**
     * Reads and checks the alarm log and the sinks' cursors; connects to nothing.
     *
     * @param directory of the log and the cursors; is created when it does not exist
     * @param deadLetterDirectory directory of undeliverable events; created for the first one
     * @param gateway the gateway's name, in every event and row
     * @param names of the rules, streams and sensors in the events and rows
     * @param sinks no two have one name or one file
     * @param log gets one line for each message to the operator; any thread
     * @param clockNs the gateway's clock, epoch nanoseconds
     * @throws IllegalArgumentException with the fault in a sink's configuration
     */
    public static AlarmOutputs open(
            Path directory,
            Path deadLetterDirectory,
            String gateway,
            ResultNames names,
            List<SinkConfig> sinks,
            Delivery delivery,
            Counters counters,
            Latencies latencies,
            FailStop failStop,
            Consumer<String> log,
            LongSupplier clockNs) {
        validate(sinks);
        ResultFormatter formatter = ResultFormatter.live(gateway, names);
        Path cursors = directory.resolve("cursors");
        AlarmLog alarmLog = AlarmLog.open(directory, formatter, SEGMENT_BYTES, Cursor.isFirstStart(cursors), log);
        boolean forcedFirst = delivery == Delivery.WHEN_FORCED;
        LogForcer forcer = new LogForcer(alarmLog, forcedFirst ? 0 : RELAXED_FORCE_NS, failStop);
        AlarmOutputs outputs = new AlarmOutputs(alarmLog, forcer, counters, log);
        SplittableRandom random = new SplittableRandom(clockNs.getAsLong());
        for (SinkConfig config : sinks) {
            DeliveryMeter meter = new DeliveryMeter(counters, latencies, clockNs);
            outputs.meters.add(meter);
            Cursor cursor = Cursor.open(cursors, config.name(), alarmLog, log);
            outputs.cursors.put(config.name(), cursor);
            outputs.runners.add(new SinkRunner(
                    Sinks.create(config),
                    cursor,
                    new DeadLetters(deadLetterDirectory, config.name(), DeadLetters.DEFAULT_MAX_BYTES, clockNs),
                    alarmLog,
                    forcedFirst ? alarmLog.forced() : alarmLog.logged(),
                    meter,
                    new Backoff(FIRST_RETRY_NS, LONGEST_RETRY_NS, random.split()),
                    failStop,
                    log));
        }
        return outputs;
    }

    /**
     * The first event that the log needs from the fold, see {@link AlarmLog#firstMissing()}; before recovery begins.
     */
    public long firstMissing() {
        return alarmLog.firstMissing();
    }

    /**
     * Compares the log with the journal: call it before this process appends to the journal.
     *
     * @param journalEndPosition the position that the next journal record will have
     * @param firstOrdinal of the first event or row that can be offered: above 0 when the fold begins at a snapshot
     */
    public void beginRecovery(long journalEndPosition, long firstOrdinal) {
        alarmLog.beginRecovery(journalEndPosition, firstOrdinal);
    }

    /** Ends recovery: every event and row of the journal was offered, further ones are live. */
    public RecoveryReport endRecovery() {
        RecoveryReport report = alarmLog.endRecovery();
        cursors.values().forEach(cursor -> cursor.settle(alarmLog));
        if (!cursors.isEmpty()) {
            alarmLog.lost().forEach(this::tellWhoLost);
        }
        for (DeliveryMeter meter : meters) {
            meter.liveFrom(alarmLog.logged().sequence());
        }
        return report;
    }

    /** Starts one thread for each sink and one that forces the log. */
    public void startSinks() {
        forcer.start();
        for (SinkRunner runner : runners) {
            runner.start();
        }
    }

    /** Logs the event unless the log has it; sinks deliver it on their own threads. */
    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        alarmLog.onAlarm(event);
    }

    /** Logs the row unless the log has it; sinks deliver it on their own threads. */
    @Override
    public void onRow(StreamRowFlyweight row) {
        alarmLog.onRow(row);
    }

    /**
     * Forces the log if it has all events and rows below an ordinal. Call it before a later snapshot is written: a
     * start from that snapshot does not decide these events again. Any thread.
     *
     * @return false when an event or row below it is still on its way to the log
     */
    public boolean forceBelow(long ordinal) {
        if (alarmLog.coveredOrdinal() < ordinal - 1) {
            return false;
        }
        alarmLog.force();
        return true;
    }

    /**
     * Deletes the oldest files of the log. First it deletes expired files that neither a sink nor a restart needs. If
     * the log is still above its bound, it deletes undelivered rows and then undelivered events, which a GAP event
     * reports to each sink. Any thread, one at a time.
     *
     * @param snapshotPosition of the oldest snapshot that a start may begin with
     * @param durablePosition journal records below it survive a power cut
     * @param ages of records, for the greatest age
     * @return number of deleted files that neither a sink nor a restart needed
     */
    public int trim(LogRetention retention, long snapshotPosition, long durablePosition, RecordAges ages) {
        // The current file may grow to its full size.
        LogRetention withRoom =
                new LogRetention(retention.maxAgeNs(), Math.max(0, retention.maxBytes() - alarmLog.roomInLastFile()));
        int deleted = alarmLog.trim(withRoom, deliveredSequence(), snapshotPosition, ages);
        Map<String, SinkPlace> places = new LinkedHashMap<>();
        runners.forEach(runner -> places.put(runner.name(), runner.place()));
        isOverBound = !alarmLog.cut(retention.maxBytes(), places, durablePosition, this::tellLoss);
        return deleted;
    }

    /**
     * Whether the log was larger than its bound after the last {@link #trim}, because journal records had to become
     * durable first.
     */
    public boolean isOverBound() {
        return isOverBound;
    }

    /** Number of files of the log begun since the start. Any thread, once recovery has ended. */
    public long rollCount() {
        return alarmLog.rollCount();
    }

    /**
     * Sets an action for each further file of the log.
     *
     * @param action runs on the thread that logs; must not wait
     */
    public void onRoll(Runnable action) {
        alarmLog.onRoll(action);
    }

    private void tellLoss(String sink, Lost lost) {
        counters.add(Counter.EVENTS_LOST, lost.events());
        counters.add(Counter.ROWS_LOST, lost.rows());
        lossLines.tell(sink, lost);
    }

    private long deliveredSequence() {
        long deliveredSequence = alarmLog.forced().sequence();
        for (SinkRunner runner : runners) {
            deliveredSequence = Math.min(deliveredSequence, runner.settledSequence());
        }
        return deliveredSequence;
    }

    /**
     * Waits until every sink has delivered the log or has ended; sinks that are down are retried. Call it when no more
     * entries are logged.
     *
     * @param limit at most this long
     * @param goesOn polled while waiting; false ends the waiting
     * @return whether all sinks have delivered or ended
     */
    public boolean awaitDelivery(Duration limit, BooleanSupplier goesOn) throws InterruptedException {
        long endNs = System.nanoTime() + limit.toNanos();
        alarmLog.force();
        long sequence = alarmLog.logged().sequence();
        while (!haveHandled(sequence)) {
            if (System.nanoTime() >= endNs || !goesOn.getAsBoolean()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return true;
    }

    /**
     * Forces the log, delivers until the deadline, then closes everything; a sink that is down is not waited for.
     * Undelivered events stay in the log for the next start.
     *
     * @return one backlog for each sink with undelivered entries
     */
    public List<Backlog> stop(Duration deadline) throws InterruptedException {
        long endNs = System.nanoTime() + deadline.toNanos();
        forcer.stop();
        alarmLog.force();
        for (SinkRunner runner : runners) {
            runner.requestStop();
        }
        for (SinkRunner runner : runners) {
            haveSinksEnded &= runner.awaitEnd(endNs - System.nanoTime());
        }
        List<Backlog> left = new ArrayList<>();
        for (SinkRunner runner : runners) {
            left.add(runner.backlog());
        }
        left.removeIf(Backlog::isEmpty);
        alarmLog.close();
        return left;
    }

    /** Whether the threads of all sinks have ended; after {@link #stop}. */
    public boolean haveSinksEnded() {
        return haveSinksEnded;
    }

    /** Progress counter: changes with every entry that is logged, forced or delivered. Any thread. */
    public long progress() {
        long progress = alarmLog.logged().sequence() + alarmLog.forced().sequence();
        for (SinkRunner runner : runners) {
            progress += runner.handledSequence();
        }
        return progress;
    }

    /**
     * Closes the log as it is, before any sink was started: the recovery failed, and the next one continues with the
     * entries logged so far.
     */
    public void abandon() {
        alarmLog.close();
    }

    private boolean haveHandled(long sequence) {
        boolean all = true;
        for (SinkRunner runner : runners) {
            // no short cut: each sink must learn that it is awaited
            all &= runner.hasHandled(sequence) || runner.isGone();
        }
        return all;
    }

    private void tellWhoLost(LostEvents lost) {
        List<String> deprived = new ArrayList<>();
        cursors.forEach((sink, cursor) -> {
            if (cursor.sequence() <= lost.sequence()) {
                deprived.add(sink);
            }
        });
        LineLog.warn(
                log,
                "alarm log: of the lost " + lost.describe() + ": "
                        + (deprived.isEmpty()
                                ? "every sink had them"
                                : "some or all are not delivered to " + String.join(", ", deprived)));
    }

    private static void validate(List<SinkConfig> sinks) {
        Set<String> names = new HashSet<>();
        Set<Path> files = new HashSet<>();
        for (SinkConfig sink : sinks) {
            if (!PlainText.isPlain(sink.name())) {
                throw new IllegalArgumentException(
                        "a sink's name must have no control characters, name=" + PlainText.escape(sink.name()));
            }
            if (!names.add(sink.name())) {
                throw new IllegalArgumentException("two sinks have one name, name=" + sink.name());
            }
            if (sink instanceof SinkConfig.File file
                    && !files.add(file.path().toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("two sinks write to one file, path=" + file.path());
            }
        }
    }
}

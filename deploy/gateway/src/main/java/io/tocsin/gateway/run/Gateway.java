package io.tocsin.gateway.run;

import io.tocsin.alerts.AlarmOutputs;
import io.tocsin.alerts.outbox.Backlog;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SnapshotStore;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.pipeline.GatewayClock;
import io.tocsin.engine.pipeline.Pipeline;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.pipeline.TextRegistry;
import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.datadir.DataOwner;
import io.tocsin.gateway.metrics.GatewayMetrics;
import io.tocsin.gateway.notice.KnownSensors;
import io.tocsin.gateway.plan.StateBudget;
import io.tocsin.gateway.print.ProgramVersion;
import io.tocsin.gateway.restart.DamagedJournal;
import io.tocsin.gateway.restart.Restart;
import io.tocsin.gateway.restart.Snapshotter;
import io.tocsin.ingest.Quarantine;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;
import io.tocsin.persistence.journal.ChronicleJournal;
import io.tocsin.persistence.journal.disk.DataDirectoryLock;
import io.tocsin.persistence.journal.disk.RoomListener;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One gateway from start to stop.
 *
 * <p>Starting: lock, recovery, journal, pipeline, brokers, sinks, sources; nothing is taken before everything behind it
 * stands. Stopping is the same way back: sources first (they let the broker know what became durable), then what was
 * taken is decided and delivered, then the journal is forced and closed. One thread starts and stops it.
 */
public final class Gateway {
    /** How long sinks that are up may take to deliver what is left. */
    private static final Duration SINK_DEADLINE = Duration.ofSeconds(5);
    /** How long waiting for sinks needs no word. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String LOGGED_AGAIN = "the next start decides it again from the journal and logs it";

    private static final long QUARANTINE_BYTES = 16L << 20;

    private final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private final GatewayClock clock;
    private final DataDirectoryLock lock;
    private final Dictionaries dictionaries;
    private final RecoveredShard recovered;
    private final Recovery recovery;
    private final AlarmOutputs outputs;
    private final long replayNs;
    private final Journal journal;
    private final Housekeeping housekeeping;
    private final Snapshotter snapshotter;
    private final Pipeline pipeline;
    private final ClockNotices notices;
    private final StallWatch stallWatch;
    private final Quarantine quarantine;
    private final UnmatchedLookups unmatched;
    private final GatewaySources sources;
    private final Doors doors;
    private volatile boolean isStopping;

    /**
     * @param gap to be journalled first, of a damaged journal that was set aside; null: none
     */
    private Gateway(
            GatewayConfig config,
            DataDirectoryLock lock,
            Consumer<String> log,
            FailStop failStop,
            Surroundings surroundings,
            DamagedJournal damaged,
            JournalGap gap) {
        this.lock = lock;
        this.clock = surroundings.clock();
        RecoveredData data = RecoveredData.restore(config, clock, counters, latencies, log, failStop, gap);
        this.dictionaries = data.dictionaries();
        this.recovered = data.shard();
        this.recovery = data.recovery();
        this.outputs = data.outputs();
        this.replayNs = data.replayNs();
        Restart restart = data.restart();
        SnapshotStore snapshots = data.snapshots();
        DataOwner.claim(config.dataDir(), config.name(), log);

        this.housekeeping = new Housekeeping(
                config,
                snapshots,
                outputs,
                log,
                (position, receivedNs) -> data.ageNs(clock, position, receivedNs),
                System::nanoTime,
                this::durablePosition,
                this::requestSync,
                failStop);
        this.journal = surroundings
                .journalFront()
                .apply(ChronicleJournal.open(
                        config.journal(),
                        Dictionaries.MAX_SENSORS,
                        failStop,
                        data.position(),
                        new RoomListener(log, housekeeping::sweep)));
        if (gap != null) {
            restart.takeUpGap(journal, gap);
            damaged.journalled();
        }
        TextRegistry.requirePlaces(config.plan(), dictionaries.texts());
        ClockStep clockStep = restart.takeUpClock(journal, clock);
        ClockNotices.tellStart(clockStep, clock, log);
        counters.add(Counter.CLOCK_STEPS, clockStep == null ? 0 : 1);
        restart.putPlanInForce(journal);
        restart.takeUpSources(journal, clock);
        this.notices = new ClockNotices(
                recovered.shard().names()::sensorName, config.plan().resetAfterNs(), log);
        recovered.shard().notices(notices);
        this.snapshotter = new Snapshotter(config, snapshots, journal, outputs, failStop, log, housekeeping::sweep);
        this.pipeline = new Pipeline(
                config.pipeline(),
                journal,
                recovered,
                dictionaries,
                new StateBudget(config).admission(new AdmissionNotices(log, System::nanoTime)),
                config.evictAfterNs(),
                outputs,
                counters,
                latencies,
                clock,
                notices,
                failStop);
        if (!pipeline.whyInTurn().isEmpty()) {
            log.accept("the shards work one after the other, for " + pipeline.whyInTurn());
        }
        this.stallWatch = new StallWatch(this::progress, surroundings.stallPatience(), System::nanoTime, failStop);
        this.quarantine = new Quarantine(
                config.dataDir().resolve("quarantine.jsonl"), QUARANTINE_BYTES, counters, log, clock::wallNs);
        this.unmatched = new UnmatchedLookups(recovered.shard(), log);
        this.sources = new GatewaySources(config, recovered, recovery, log);
        sources.create(name ->
                new SourceContext(pipeline.intake(name), counters, quarantine, log, failStop, config.maxSensors()));
        MeasuredGateway measured = new MeasuredGateway(config, dictionaries.sensors(), recovered, pipeline, journal);
        this.doors = new Doors(
                config,
                pipeline.actions(),
                () -> new GatewayMetrics(measured, counters, latencies, ProgramVersion.text()),
                log);
    }

    /**
     * Recovers what is in the data directory and wires everything; takes no reading yet.
     *
     * @param log takes one line for the operator, any thread
     * @param failStop told when the gateway cannot keep its promises
     * @throws io.tocsin.engine.journal.JournalException when the journal cannot be believed or written, another
     *     gateway works in the data directory, or it belongs to one of another name
     * @throws io.tocsin.engine.function.FunctionException when the plan, or the journal's, needs another function
     */
    public static Gateway open(GatewayConfig config, Consumer<String> log, FailStop failStop) {
        return open(config, log, failStop, Surroundings.ofProcess());
    }

    /** As {@link #open(GatewayConfig, Consumer, FailStop)}, in other surroundings. */
    static Gateway open(GatewayConfig config, Consumer<String> log, FailStop failStop, Surroundings surroundings) {
        DataDirectoryGuard.require(config.dataDir());
        DataDirectoryLock lock = DataDirectoryLock.acquire(config.dataDir());
        try {
            DataOwner.require(config.dataDir(), config.name());
            DamagedJournal damaged =
                    new DamagedJournal(config, log, surroundings.clock()::wallNs, surroundings.afterStep());
            return damaged.around(gap -> new Gateway(config, lock, log, failStop, surroundings, damaged, gap));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Begins to take readings.
     *
     * @throws io.tocsin.ingest.SourceException when a source or broker can never work as configured, or a table cannot
     *     be used; {@link #stop()} then
     */
    public void start() {
        notices.start();
        unmatched.open();
        pipeline.start();
        sources.startBrokers();
        outputs.startSinks();
        snapshotter.start();
        housekeeping.start();
        sources.start();
        doors.start();
    }

    /**
     * Waits until every source has ended.
     *
     * @param timeoutMs how long at most, milliseconds
     * @return whether they have; never with a source that has no end
     */
    public boolean awaitSources(long timeoutMs) throws InterruptedException {
        return sources.awaitEnd(timeoutMs);
    }

    /**
     * Takes nothing any more, finishes what was taken, closes everything. Sinks that are up have a few seconds to
     * deliver what is left; for everything else it waits as long as anything moves, and tells the fail-stop when
     * nothing has moved for {@link StallWatch#PATIENCE}.
     *
     * @return what the sinks have not delivered: it stays in the alarm log and leaves after the next start
     */
    public List<Backlog> stop() throws InterruptedException {
        try {
            stopTaking();
            return close(SINK_DEADLINE);
        } finally {
            endStop();
        }
    }

    /**
     * As {@link #stop()}, and waits for sinks that are down or slow.
     *
     * @param limit how long at most; zero: not at all
     * @param goesOn asked now and then; once false the waiting ends as that of {@link #stop()}
     * @param onWait told once when the sinks have not delivered everything within a second
     */
    public List<Backlog> stop(Duration limit, BooleanSupplier goesOn, Runnable onWait) throws InterruptedException {
        try {
            stopTaking();
            boolean isDelivered = outputs.awaitDelivery(limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE, goesOn);
            if (!isDelivered && limit.compareTo(PATIENCE) > 0 && goesOn.getAsBoolean()) {
                onWait.run();
                isDelivered = outputs.awaitDelivery(limit.minus(PATIENCE), goesOn);
            }
            boolean isTimeOver = !isDelivered && goesOn.getAsBoolean();
            return close(isTimeOver ? Duration.ZERO : SINK_DEADLINE);
        } finally {
            endStop();
        }
    }

    private void endStop() {
        stallWatch.close();
        isStopping = false;
    }

    /** Whether {@link #stop} is under way: the {@link StallWatch} sees to it that it comes to an end. Any thread. */
    public boolean isStopping() {
        return isStopping;
    }

    private void stopTaking() throws InterruptedException {
        stallWatch.start();
        isStopping = true;
        journal.stopWaiting(); // a source that waits for a full disk could not stop
        doors.stop();
        stallWatch.step(
                () -> "a source does not end",
                "what its broker has no acknowledgement of, or its file has left, comes again");
        sources.stop();
        stallWatch.step(pipeline::unfinished, LOGGED_AGAIN);
        pipeline.stop();
        notices.stop();
        stallWatch.step(
                () -> "the last snapshot is not finished",
                "the next start begins with the one before and replays the journal behind it");
        snapshotter.stop();
        housekeeping.stop();
        stallWatch.step(
                () -> "the journal cannot be forced to the device",
                "the next start continues where the journal's sound records end");
        journal.close();
        stallWatch.rest();
    }

    /**
     * Sinks have a deadline of their own. One whose thread does not end by it, for its receiver takes nothing and does
     * not refuse it either, uses its own files only; the directory stays locked until the process has ended.
     */
    private List<Backlog> close(Duration sinkDeadline) throws InterruptedException {
        stallWatch.step(
                () -> "the alarm log cannot be forced to the device, or a file beside it cannot be closed",
                "the next start compares the alarm log with the journal and logs what is missing");
        List<Backlog> left = outputs.stop(sinkDeadline);
        unmatched.tell(true);
        quarantine.close();
        sources.closeBrokers();
        if (outputs.haveSinksEnded()) {
            lock.close();
        }
        return left;
    }

    /** A number that changes whenever anything between ring and device moves. */
    private long progress() {
        return pipeline.progress()
                + journal.forcedPosition()
                + journal.syncCount()
                + journal.appendedBytes()
                + snapshotter.progress()
                + outputs.progress();
    }

    /**
     * Tells, a line each, which keys have found nothing to look up since the last call but one. One thread, now and
     * then.
     */
    public void tellUnmatchedLookups() {
        unmatched.tell(false);
    }

    /** The keys that find nothing to look up, a line a stream; only after {@link #stop()}. */
    public List<String> unmatchedLookups() {
        return unmatched.summary();
    }

    /** The counters of this process. */
    public Counters counters() {
        return counters;
    }

    /** The latencies of this process. */
    public Latencies latencies() {
        return latencies;
    }

    /** Records that the start replayed. */
    public long replayedCount() {
        return recovery.recordCount();
    }

    /** How long the start's replay took, nanoseconds. */
    public long replayNs() {
        return replayNs;
    }

    /** Bytes this process has appended to the journal. */
    public long journalBytes() {
        return journal.appendedBytes();
    }

    /** Syncs this process has done. */
    public long syncCount() {
        return journal.syncCount();
    }

    /** How many sensors are known. */
    public int sensorCount() {
        return dictionaries.sensors().nameCount();
    }

    /** The names of all sensors. Any thread. */
    public KnownSensors knownSensors() {
        return new KnownSensors(dictionaries.sensors(), recovered.shard());
    }

    /** The sources, in the order in which they start. */
    public List<Source> sources() {
        return sources.all();
    }

    /** How many alarms are active. Any thread. */
    public long activeAlarmCount() {
        return recovered.activeAlarmCount();
    }

    /** Digest of state and outputs; only before {@link #start()} or after {@link #stop()}, and of one shard. */
    public String digest() {
        return recovered.shard().digest();
    }

    /** Digest of all outputs; as {@link #digest()}, of any number of shards. */
    public String outputDigest() {
        return recovered.shard().outputDigest();
    }

    /** Whether {@code received = processed + dropped}; meaningful when nothing is on its way. */
    public boolean isBalanced() {
        return counters.get(Counter.RECEIVED) == counters.get(Counter.PROCESSED) + counters.dropped();
    }

    /** Also while the journal is being opened, and waits for room. */
    private long durablePosition() {
        return journal == null ? 0 : journal.forcedPosition();
    }

    private void requestSync() {
        journal.requestSync();
    }
}

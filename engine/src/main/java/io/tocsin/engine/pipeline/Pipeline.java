package io.tocsin.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.ExceptionHandler;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.admission.IdleSensors;
import io.tocsin.engine.admission.SensorAdmission;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.shard.ShardGroup;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;

/**
 * Start here: the reading's way through the gateway. See the drawing in this package's documentation.
 *
 * <p>Built after recovery, with the recovered shard and dictionary; started once, stopped once. {@link #intake} may be
 * called before the start, everything else as its Javadoc says.
 */
public final class Pipeline {
    private static final long DRAIN_PAUSE_NS = 100_000;

    private final Journal journal;
    private final JournalFold shard;
    private final RecordFold fold;
    private final GatewayClock clock;
    private final FailStop failStop;
    private final InputRing ring;
    private final InputStage stage;
    private final ResultRing results;
    private final SensorRegistry registry;
    private final TextRegistry texts;
    private final BatchEventProcessor<InputSlot> engine;
    private final OutputStage output;
    private final Ticker ticker;
    private final Thread engineThread;
    private final Thread outputThread;
    private final Thread tickerThread;
    private volatile boolean failed;
    private volatile boolean full;

    /**
     * Wires the stations.
     *
     * @param recovered the shard as the journal left it, and the door its results go through from now on
     * @param dictionaries what the journal has defined
     * @param admission of sensors that the journal does not have
     * @param evictAfterNs how long a sensor that nobody watches must have been silent to make room for another, ns;
     *     {@link Long#MAX_VALUE}: none is evicted
     * @param next what lies behind the gate: the alarm log; called by the output thread
     * @param clock continues where the journal ends
     * @param clockSteps told of steps of the wall clock, by the clock's thread
     * @param failStop told when a station fails
     */
    public Pipeline(
            PipelineConfig config,
            Journal journal,
            RecoveredShard recovered,
            Dictionaries dictionaries,
            SensorAdmission admission,
            long evictAfterNs,
            ResultHandler next,
            Counters counters,
            Latencies latencies,
            GatewayClock clock,
            Consumer<ClockStep> clockSteps,
            FailStop failStop) {
        this.journal = journal;
        this.shard = recovered.shard();
        this.clock = clock;
        this.failStop = failStop;
        WaitStrategyKind waiting =
                config.waitStrategy().resolve(Runtime.getRuntime().availableProcessors());

        // sources → input ring
        this.ring = new InputRing(config.ringSize(), waiting.create(), journal.nextPosition());
        this.registry = new SensorRegistry(dictionaries, ring, admission, new IdleSensors(evictAfterNs));
        registry.takeUp(this::heardNs);
        this.texts = new TextRegistry(dictionaries.texts(), shard.plan(), ring);

        // operators → result ring → gate → alarm log
        this.output = new OutputStage(journal, config.alarmGate(), next, this::stopOnFailure);
        this.results = new ResultRing(clock::wallNs, output);
        recovered.goLive(results);

        this.fold = config.shards() == 1
                ? shard
                : ShardGroup.of(shard, config.shards(), ShardThreads.waiting(waiting == WaitStrategyKind.BUSY_SPIN));

        // input ring → journal → operators
        this.stage = new InputStage(
                ring,
                journal,
                fold,
                shard,
                results,
                counters,
                latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED),
                latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED),
                clock);
        this.engine =
                new BatchEventProcessorBuilder().build(ring.ring(), ring.ring().newBarrier(), stage);
        engine.setExceptionHandler(new StopOnFailure());
        ring.ring().addGatingSequences(engine.getSequence());

        // clock → input ring
        this.ticker = new Ticker(ring, stage, clock, clockSteps);

        this.engineThread = new Thread(engine, "tocsin-engine");
        // The exception handler has told the fail-stop; Java's default handler would print the failure again.
        engineThread.setUncaughtExceptionHandler((thread, e) -> {});
        this.outputThread = new Thread(() -> output.run(results), "tocsin-output");
        this.tickerThread = new Thread(ticker, "tocsin-ticker");
    }

    /**
     * As the other, with a wall clock that is believed as it is: a jump of it is time that has passed. Admits as many
     * sensors as the dictionary may hold.
     */
    public Pipeline(
            PipelineConfig config,
            Journal journal,
            RecoveredShard recovered,
            Dictionaries dictionaries,
            ResultHandler next,
            Counters counters,
            Latencies latencies,
            EpochNanoClock clock,
            FailStop failStop) {
        this(
                config,
                journal,
                recovered,
                dictionaries,
                SensorAdmission.ALL,
                Long.MAX_VALUE,
                next,
                counters,
                latencies,
                GatewayClock.believing(clock, recovered.shard().clockSteps().sumNs()),
                step -> {},
                failStop);
    }

    /** When a sensor was heard last, as if the gateway had not been away since. */
    private long heardNs(int sensorId) {
        long lastNs = shard.view().lastReceiveNs(sensorId);
        long nowNs = clock.elapsedNs();
        return lastNs == 0 ? nowNs : nowNs - Math.max(0, shard.lastElapsedNs() - lastNs);
    }

    /** The door of one source; its name must be in the plan. */
    public Intake intake(String sourceName) {
        return new SourceIntake(ring, registry, texts, journal, shard, clock, shard.sourceIndex(sourceName));
    }

    /** Why the shards work one after the other, as part of a sentence; empty when they do not. Before the start. */
    public String whyInTurn() {
        return fold.whyInTurn();
    }

    /** Starts the threads. */
    public void start() {
        engineThread.start();
        outputThread.start();
        tickerThread.start();
    }

    /**
     * Takes nothing any more, handles what was taken, lets out what was decided, ends the threads: waits for each of
     * them, however long that takes, for what they use must not be closed before; {@link #progress()} shows whether it
     * continues. The sources must have been stopped before, or find their intake closed. The journal stays open. When
     * the journal has no room for what was taken, that is left: it was neither acknowledged nor decided.
     */
    public void stop() throws InterruptedException {
        ticker.stop();
        tickerThread.join();
        ring.close();
        journal.stopWaiting();
        while (!ring.isDrained() && !failed && !full) {
            LockSupport.parkNanos(DRAIN_PAUSE_NS);
        }
        engine.halt();
        engineThread.join();
        fold.stop();
        output.stop();
        outputThread.join();
    }

    /** Whether everything that was published has been journalled and decided. Any thread. */
    public boolean isDrained() {
        return ring.isDrained();
    }

    /** A number that changes whenever a station has done something. Any thread. */
    public long progress() {
        return stage.handledSequence() + results.progress() + output.handedOnCount() + journal.journalledPosition();
    }

    /** Work that {@link #stop()} waits for, a whole clause. Any thread. */
    public String unfinished() {
        if (!ring.isDrained()) {
            return "the engine has " + ring.waitingCount() + " records to journal and to decide";
        }
        return outputThread.isAlive()
                ? "the alarm output has decided events and rows to write to the alarm log"
                : "a thread of the engine does not end";
    }

    private void stopOnFailure(String where, Throwable cause) {
        failed = true;
        ring.close();
        failStop.failed(where, cause);
    }

    /** Disruptor's own handlers either count the failed event as handled or park its producers for ever. */
    private final class StopOnFailure implements ExceptionHandler<InputSlot> {
        @Override
        public void handleEventException(Throwable e, long sequence, InputSlot event) {
            if (e instanceof JournalFullException) {
                full = true; // the gateway stops already; the ring's producers find their door closed
                ring.close();
            } else {
                stopOnFailure("engine", e);
            }
            throw new IllegalStateException("the engine has ended", e);
        }

        @Override
        public void handleOnStartException(Throwable e) {
            stopOnFailure("engine start", e);
        }

        @Override
        public void handleOnShutdownException(Throwable e) {
            stopOnFailure("engine stop", e);
        }
    }
}

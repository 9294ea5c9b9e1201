package io.tocsin.engine.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.ExceptionHandler;
import io.tocsin.engine.action.ActionDoor;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.admission.IdleSensors;
import io.tocsin.engine.admission.SensorAdmission;
import io.tocsin.engine.board.LiveBoard;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalFullException;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.thread.ShardThreads;
import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.port.FailStop;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.shard.ShardGroup;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The way of a reading through the gateway; start reading here. The package documentation has a drawing.
 *
 * <p>Built after recovery, with the recovered fold and dictionaries; started once, stopped once. {@link #intake} may be
 * called before the start; the other methods as their Javadoc says.
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
    private final ActionIntake actions;
    private final LiveBoard list;
    private final OutputStage output;
    private final boolean isApart;
    private final Thread engineThread;
    private final Thread outputThread;
    private volatile boolean failed;
    private volatile boolean full;

    /**
     * Wires the stations.
     *
     * @param recovered the fold as the journal left it, whose results are then switched to the ring
     * @param dictionaries names defined in the journal
     * @param admission of sensors that are not in the journal
     * @param evictAfterNs how long an unwatched sensor must have been silent before it may be evicted for another, ns;
     *     {@link Long#MAX_VALUE} for no eviction
     * @param next receives results that have passed the gate: the alarm log; called by the output thread
     * @param clock continues from the end of the journal
     * @param clockSteps receives steps of the wall clock, on the clock's thread
     * @param failStop called when a station fails
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
        AtomicReference<LongSupplier> duties = new AtomicReference<>();
        this.ring = new InputRing(
                config.ringSize(), waiting.create(() -> duties.get().getAsLong()), journal.nextPosition());
        this.registry = new SensorRegistry(dictionaries, ring, admission, new IdleSensors(evictAfterNs));
        registry.takeUp(this::heardNs);
        this.texts = new TextRegistry(dictionaries.texts(), shard.plan(), ring);

        // operators → result ring → gate → alarm log
        this.isApart = config.layout() == ThreadLayout.APART;
        this.list = new LiveBoard(shard.state().board(), shard.names());
        this.actions = new ActionIntake(ring, clock, list, next);
        this.output = new OutputStage(journal, config.alarmGate(), recovered.counting(actions), this::stopOnFailure);
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
                clock,
                isApart ? results::wakeReader : () -> output.passOn(results));
        results.beforeWaiting(stage::commitGroup);

        // clock → input ring
        EngineHandler handler = new EngineHandler(stage, new Ticker(ring, stage, clock, clockSteps));
        duties.set(handler);
        this.engine =
                new BatchEventProcessorBuilder().build(ring.ring(), ring.ring().newBarrier(), handler);
        engine.setExceptionHandler(new StopOnFailure());
        ring.ring().addGatingSequences(engine.getSequence());

        this.engineThread = new Thread(engine, "tocsin-engine");
        // The exception handler has already reported the failure; Java's default handler would print it again.
        engineThread.setUncaughtExceptionHandler((thread, e) -> {});
        this.outputThread = new Thread(() -> output.run(results), "tocsin-output");
    }

    /**
     * As the other constructor, with a trusted wall clock: a jump of it counts as elapsed time. Admits as many sensors
     * as the dictionary may hold.
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

    /** Receive time of a sensor's last reading, shifted as if the gateway had not been down since. */
    private long heardNs(int sensorId) {
        long lastNs = shard.view().lastReceiveNs(sensorId);
        long nowNs = clock.elapsedNs();
        return lastNs == 0 ? nowNs : nowNs - Math.max(0, shard.lastElapsedNs() - lastNs);
    }

    /** The intake of one source; its name must be in the plan. */
    public Intake intake(String sourceName) {
        return new SourceIntake(ring, registry, texts, journal, shard, clock, shard.sourceIndex(sourceName));
    }

    /** The way of operator actions into the gateway. Any thread. */
    public ActionDoor actions() {
        return actions;
    }

    /** The list of alarms. Any thread. */
    public LiveBoard alarms() {
        return list;
    }

    /**
     * Why the shards work one after the other, as part of a sentence; empty when they work in parallel. Before the
     * start.
     */
    public String whyInTurn() {
        return fold.whyInTurn();
    }

    /** Starts the threads. */
    public void start() {
        engineThread.start();
        if (isApart) {
            outputThread.start();
        }
    }

    /**
     * Stops the pipeline: accepts no more records, handles the accepted ones, passes on their results, and ends the
     * threads. Waits for each thread without a limit, because the resources that it uses must not be closed before;
     * {@link #progress()} shows whether the work advances. The sources must have been stopped before, or find their
     * intake closed. The journal stays open. When the journal has no room for accepted records, they are abandoned:
     * they were neither acknowledged nor folded.
     */
    public void stop() throws InterruptedException {
        ring.close();
        journal.stopWaiting();
        while (!isDrained() && !failed && !full) {
            LockSupport.parkNanos(DRAIN_PAUSE_NS);
        }
        engine.halt();
        engineThread.join();
        fold.stop();
        output.stop(results);
        outputThread.join();
        actions.close();
    }

    /** Whether every published record has been journalled and folded. Any thread. */
    public boolean isDrained() {
        return ring.isDrained() && !stage.hasOpenGroup();
    }

    /** Slots of the input ring. */
    public int ringSlots() {
        return ring.size();
    }

    /** Slots whose record waits for the engine. Any thread. */
    public long ringUsed() {
        return ring.waitingCount();
    }

    /** A number that changes whenever a station has done work. Any thread. */
    public long progress() {
        return stage.handledSequence() + results.progress() + output.handedOnCount() + journal.journalledPosition();
    }

    /** The work that {@link #stop()} still waits for, as a whole clause. Any thread. */
    public String unfinished() {
        if (!isDrained()) {
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

    /**
     * Stops the gateway on a failure. Disruptor's own handlers either count the failed event as handled or park its
     * producers for ever.
     */
    private final class StopOnFailure implements ExceptionHandler<InputSlot> {
        @Override
        public void handleEventException(Throwable e, long sequence, InputSlot event) {
            if (e instanceof JournalFullException) {
                full = true; // the gateway is already stopping, and the ring refuses its producers
                ring.close();
            } else if (e instanceof OutputStage.FailedException) {
                stopOnFailure("alarm output", e.getCause());
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

package io.tocsin.engine.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.Sequence;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.MemoryJournal;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.ShardDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A gateway's clock, ticker and engine thread, played by one thread with a processor's timer and a system's clock that
 * the test sets. Can be stopped and started again, with another system's clock.
 */
public final class ClockRig {
    private final MemoryJournal journal;
    private final List<ClockStep> told = new ArrayList<>();
    private List<Object> results = new ArrayList<>();
    private Counters counters = new Counters();
    private long monotonicNs;
    private long systemNs;
    private GatewayClock clock;
    private RecoveredShard recovered;
    private Recovery recovery;
    private InputRing ring;
    private InputStage stage;
    private Ticker ticker;
    private long handled;

    /**
     * @param records what the journal begins with: a plan and sensors
     * @param systemNs what the system's clock says at first
     */
    public ClockRig(RecordList records, long systemNs) {
        this.journal = new MemoryJournal(records);
        this.systemNs = systemNs;
        start(0, null);
    }

    /** Time passes, for all clocks. */
    public void pass(long ns) {
        monotonicNs += ns;
        systemNs += ns;
    }

    /** Somebody sets the system's clock. */
    public void stepSystem(long byNs) {
        systemNs += byNs;
    }

    public long systemNs() {
        return systemNs;
    }

    public GatewayClock clock() {
        return clock;
    }

    /** A source puts a reading into the ring, where the engine will find it. */
    public void publish(int sensorId, long eventTimeNs, double value, int quality, int flags) {
        long sequence = ring.claim(1);
        ring.slot(sequence).setReading(sensorId, eventTimeNs, clock.elapsedNs(), value, quality, flags);
        ring.publish(sequence, sequence);
    }

    /** The ticker looks at the clocks. */
    public void look() {
        ticker.look();
    }

    /** The engine handles what is in the ring. */
    public void handle() {
        long last = ring.ring().getCursor();
        while (handled < last) {
            handled++;
            stage.take(ring.slot(handled), handled, handled == last);
        }
    }

    /** Elapsed time at which a tick is worth its record. */
    public long nextTickDueNs() {
        return stage.nextTickDueNs();
    }

    /**
     * Stops and starts again; what is in the ring must have been handled.
     *
     * @param snapshotAt the position of a snapshot that the start begins with, 0: none
     * @param newSystemNs what the system's clock says then
     */
    public void restart(long snapshotAt, long newSystemNs) {
        systemNs = newSystemNs;
        monotonicNs = Math.floorMod(newSystemNs * 31, 1_000_000_000_000_000L);
        byte[] snapshot = snapshotAt == 0 ? null : snapshot(snapshotAt);
        List<Object> before = results;
        results = new ArrayList<>();
        start(snapshotAt, snapshot);
        List<Object> again = results;
        results = new ArrayList<>(before);
        if (again.size() > before.size()
                || !before.subList(before.size() - again.size(), before.size()).equals(again)) {
            throw new AssertionError("a restart decides otherwise, before=" + before + ", again=" + again);
        }
        takeUpClock();
        begin();
    }

    private byte[] snapshot(long position) {
        Recovery follower = Recovery.into(new JournalFold(ResultHandler.NOTHING));
        journal.reader().read(0, position, follower);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        follower.writeTo(new StateOutput(bytes));
        return bytes.toByteArray();
    }

    private void start(long from, byte[] snapshot) {
        clock = new GatewayClock(() -> monotonicNs, () -> systemNs);
        recovered = new RecoveredShard(new Results());
        recovery = Recovery.into(recovered.shard());
        if (snapshot != null) {
            recovery.readFrom(new StateInput(new ByteArrayInputStream(snapshot)));
        }
        recovery.replay(journal.reader(), from);
        if (ring == null) {
            takeUpClock();
            begin();
        }
    }

    /** As the gateway's restart does. */
    private void takeUpClock() {
        ClockStep step = clock.goOnFrom(
                recovered.shard().lastElapsedNs(),
                recovered.shard().clockSteps().sumNs());
        if (step != null) {
            UnsafeBuffer body = new UnsafeBuffer(new byte[ClockStep.LENGTH]);
            step.encode(body, 0);
            long position = journal.nextPosition();
            journal.onControl(position, ControlKind.CLOCK_STEP.code(), body, 0, ClockStep.LENGTH);
            journal.commit();
            recovered.shard().onControl(position, ControlKind.CLOCK_STEP.code(), body, 0, ClockStep.LENGTH);
        }
    }

    private void begin() {
        counters = new Counters();
        Latencies latencies = new Latencies();
        ring = new InputRing(1_024, new BlockingWaitStrategy(), journal.nextPosition());
        ResultRing ringOfResults = new ResultRing(clock::wallNs, ResultHandler.NOTHING);
        stage = new InputStage(
                ring,
                journal,
                recovered.shard(),
                recovered.shard(),
                ringOfResults,
                counters,
                latencies.recorder(LatencyStage.RECEIVE_TO_JOURNALLED),
                latencies.recorder(LatencyStage.RECEIVE_TO_DECIDED),
                clock,
                ringOfResults::wakeReader);
        Sequence progress = new Sequence();
        stage.progress(progress);
        ring.ring().addGatingSequences(progress);
        ticker = new Ticker(ring, stage, clock, told::add);
        handled = -1;
    }

    /** All records. */
    public RecordList records() {
        return journal.records();
    }

    /** All events and rows, those of the replays of restarts once. */
    public List<Object> results() {
        return results;
    }

    /** Steps that were told live. */
    public List<ClockStep> told() {
        return told;
    }

    public JournalFold shard() {
        return recovered.shard();
    }

    /** Of the current process. */
    public long count(Counter counter) {
        return counters.get(counter);
    }

    /** Forwards results to the current list. */
    private final class Results implements ResultHandler {
        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            ShardDriver.into(results).onAlarm(event);
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            ShardDriver.into(results).onRow(row);
        }
    }
}

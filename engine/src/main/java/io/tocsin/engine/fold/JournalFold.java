package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.board.Board;
import io.tocsin.engine.board.BoardNames;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.operator.ClockSteps;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.scope.SensorLayout;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.security.MessageDigest;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The fold over the journal: {@code state', outputs = step(state, record)}. Feeds every journal record to the operators
 * of its sensor. Live operation, recovery and replay run this same code. The fold never reads a clock; all time comes
 * with the records.
 *
 * <p>One thread. A reading costs no hashing, no lock and no allocation: its sensor id is the index of the sensor's
 * state record, the state record locates the sensor's dispatch entries, and an entry names an operator and its slot. A
 * stream's result takes the same path as a reading of a derived sensor, before the next entry is dispatched.
 * Definitions and plans may allocate.
 */
public final class JournalFold implements RecordFold {
    private final FoldState state;
    private final EventEmitter emitter;
    private final OutputDigest outputs;
    private final Board board;
    private final ReadingOrigin origin;
    private final Functions functions;
    private final Scopes sensors;
    private final JournalClock journalClock;
    private final CurrentTimes times;
    private final RunningClock clock;
    private final SensorClocks sensorClocks;
    private final Redeliveries redeliveries;
    private final FoldCounts counts;
    private final FoldView view;
    private final Delivery delivery;
    private final Linker linker;
    private final SourceEnd sourceEnd;
    private final Evictions evictions;
    private final Outages outages;

    /** Creates a fold for plans without user functions. */
    public JournalFold(ResultHandler results) {
        this(results, Functions.NONE);
    }

    /**
     * @param results receives events and rows, on this fold's thread
     * @param functions that plans may name
     */
    public JournalFold(ResultHandler results, Functions functions) {
        this.state = new FoldState();
        this.sensors = state.scopes().sensors();
        this.journalClock = state.journalClock();
        this.times = state.times();
        this.clock = state.clock();
        this.sensorClocks = state.sensorClocks();
        this.redeliveries = state.redeliveries();
        this.counts = state.counts();
        this.view = new FoldView(state);
        this.outputs = new OutputDigest(results);
        this.board = state.board();
        this.emitter = new EventEmitter(board, journalClock);
        board.connect(emitter, outputs);
        this.origin = new ReadingOrigin();
        this.functions = functions;
        this.delivery = new Delivery(state, emitter, origin);
        OperatorContext context =
                state.context(emitter, delivery::onDerived, delivery::onPartnerTimer, functions, origin);
        state.operators().createBy((node, nodeId) -> Operators.create(node, nodeId, context));
        this.linker = new Linker(state, emitter);
        this.sourceEnd = new SourceEnd(state, delivery::onDerived);
        this.evictions = new Evictions(state, sourceEnd, emitter);
        this.outages = new Outages(state, emitter);
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        if (board.isDue(receiveTimeNs)) {
            board.onClock(position, receiveTimeNs, sensorId, eventTimeNs);
        }
        long sensor = sensors.address(sensorId);
        boolean isNewest = eventTimeNs > UnsafeApi.getLong(sensor + MAX_EVENT_OFFSET);
        if (take(sensorId, sensor, isNewest, eventTimeNs, value, quality, flags)) {
            if (!isNewest && isClockRestart(sensorId, eventTimeNs, receiveTimeNs, flags)) {
                emitter.begin(position, receiveTimeNs);
                restartClock(sensorId, eventTimeNs, value, quality, flags);
            }
            moveTime(sensor, eventTimeNs, receiveTimeNs, flags);
            emitter.begin(position, receiveTimeNs);
            fold(sensor, sensorId, eventTimeNs, value, quality, forOperators(flags));
        }
    }

    /** The flags that operators see. */
    public static int forOperators(int flags) {
        return flags & ~ReadingFlags.REDELIVERABLE;
    }

    /**
     * Counts a reading and checks whether it must be processed.
     *
     * @param sensor address of the sensor's state record
     * @param isNewest whether the reading is newer than all before it, and so cannot be a duplicate
     * @return false for a duplicate and for a reading of an evicted sensor
     */
    public boolean take(
            int sensorId, long sensor, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        if (UnsafeApi.getInt(sensor + DISPATCH_OFFSET) == SensorLayout.EVICTED) {
            counts.onEvictedReading();
            return false;
        }
        boolean isTaken = redeliveries.remember(sensorId, sensor, isNewest, eventTimeNs, value, quality, flags);
        if (isTaken) {
            counts.onTaken();
        } else {
            counts.onDuplicate();
        }
        return isTaken;
    }

    /**
     * Whether an accepted reading that is not the newest of its sensor proves that the sensor's clock has gone back.
     */
    public boolean isClockRestart(int sensorId, long eventTimeNs, long receiveTimeNs, int flags) {
        long elapsedNs = journalClock.elapsedNs(receiveTimeNs);
        return sensorClocks.isRestart(sensorId, sensors.address(sensorId), eventTimeNs, elapsedNs, flags);
    }

    /**
     * Restarts a sensor's clock at a reading, before the reading is dispatched. The current record must be the reading.
     */
    public void restartClock(int sensorId, long eventTimeNs, double value, int quality, int flags) {
        long elapsedNs = emitter.elapsedNs();
        board.whileClocksChange(elapsedNs, () -> sensorClocks.restart(sensorId, eventTimeNs, elapsedNs), elapsedNs);
        // The restart has emptied the sensor's memory of readings, and this reading may be delivered again too.
        redeliveries.remember(sensorId, sensors.address(sensorId), true, eventTimeNs, value, quality, flags);
    }

    /** Stores the times of an accepted reading in its sensor's state record. */
    public void moveTime(long sensor, long eventTimeNs, long receiveTimeNs, int flags) {
        Scopes.onReading(sensor, eventTimeNs, journalClock.elapsedNs(receiveTimeNs), clockOf(flags));
    }

    private static int clockOf(int flags) {
        return (flags & ReadingFlags.GATEWAY_TIME) == 0 ? 0 : SensorLayout.GATEWAY_CLOCK;
    }

    /**
     * Passes an accepted reading to the operators; the parameters are those of {@link #onReading}. The sensor's state
     * record must already hold the reading's times.
     */
    public void fold(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        emitter.begin(position, receiveTimeNs);
        fold(sensors.address(sensorId), sensorId, eventTimeNs, value, quality, flags);
    }

    private void fold(long sensor, int sensorId, long eventTimeNs, double value, int quality, int flags) {
        ScopeTimes current = times.get();
        current.beforeReading(sensor, eventTimeNs);
        delivery.onReading(sensor, sensorId, eventTimeNs, value, quality, flags);
        current.afterReading(sensor, eventTimeNs, emitter.elapsedNs(), clockOf(flags));
    }

    /** A digest of all outputs so far: equal for equal journals, whatever the number of shards. */
    public String outputDigest() {
        return OutputDigest.hex(outputs.digest());
    }

    /** Passes a derived reading to the operators; it inherits the receive time of the record that caused it. */
    public void onDerived(int index, long timeNs, double value, int quality, int flags) {
        delivery.onDerived(index, timeNs, value, quality, flags);
    }

    /** Schedules a timer that the reading of one key set for its partner key, the other side of a join. */
    public void onPartnerTimer(int sensorId, long timerNs) {
        delivery.onPartnerTimer(sensorId, timerNs);
    }

    @Override
    public void onTick(long position, long clockNs) {
        counts.onTick();
        emitter.begin(position, clockNs);
        board.onClock(position, clockNs);
        clock.onTick(emitter.elapsedNs());
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        emitter.beginControl(position);
        ControlKind controlKind = ControlKind.ofCode(kind);
        if (controlKind == null) {
            throw new JournalException(
                    "a newer version wrote this journal: the record at position=" + position + " has kind=" + kind);
        }
        switch (controlKind) {
            case SENSOR -> {
                linker.define(SensorDefinition.decode(buffer, offset, length));
                outages.onDefined(sensors.count() - 1);
            }
            case TEXT -> linker.define(TextDefinition.decode(buffer, offset, length));
            case PLAN -> {
                linker.apply(PlanCodec.decode(buffer, offset));
                outages.onPlan();
                clock.scheduleAll();
            }
            case SOURCE_END ->
                sourceEnd.end(SourceProgress.decode(buffer, offset, length).sourceIndex());
            case CLOCK_STEP -> step(position, ClockStep.decode(buffer, offset, length));
            case EVICT -> evictions.take(Eviction.decode(buffer, offset, length));
            case SOURCE_DOWN -> outages.begin(SourceState.decode(buffer, offset, length));
            case SOURCE_UP -> {
                SourceState source = SourceState.decode(buffer, offset, length);
                emitter.begin(position, source.atNs());
                board.onClock(position, source.atNs());
                outages.end(source);
            }
            case ACTION -> act(position, OperatorAction.decode(buffer, offset, length));
            case GAP -> state.gaps().take(JournalGap.decode(buffer, offset, length), emitter);
            case SOURCE_PROGRESS -> {
                // A restart resumes the source from this record; no rule depends on it.
            }
        }
    }

    /** Decides an operator action, at its time. */
    private void act(long position, OperatorAction action) {
        emitter.begin(position, action.atNs());
        board.onClock(position, action.atNs());
        if (action.kind() != ActionKind.DECOMMISSION) {
            board.actions().onAction(position, action);
            return;
        }
        int sensorId = board.actions().onDecommission(position, action);
        if (sensorId != BoardNames.UNKNOWN) {
            evictions.decommission(sensorId);
            board.actions().onDecommissioned();
        }
    }

    /** Applies a step of the wall clock: later records are stamped by the stepped clock, and no time has elapsed. */
    private void step(long position, ClockStep step) {
        long elapsedNs = journalClock.elapsedNs(step.fromNs());
        board.whileClocksChange(elapsedNs, () -> follow(position, step), elapsedNs);
    }

    private void follow(long position, ClockStep step) {
        journalClock.take(position, step);
        emitter.begin(position, step.toNs());
        if (state.plan().get() != null) {
            ClockFollower.follow(state, step.byNs(), emitter.elapsedNs());
        }
    }

    /**
     * The earliest elapsed time at which a tick can change something; {@link DueQueue#NEVER} when no tick can.
     *
     * @param latestReceiveNs the elapsed time of the latest reading
     */
    public long nextTickDueNs(long latestReceiveNs) {
        return Math.min(board.nextTickDueNs(), clock.nextTickDueNs(latestReceiveNs));
    }

    /** The current plan, or null before the first. */
    public Plan plan() {
        return state.plan().get();
    }

    /** Counts and times for display and metrics. */
    public FoldView view() {
        return view;
    }

    /** Names for the numbers in events and rows. Any thread that received an event or row from the engine thread. */
    public ResultNames names() {
        return state.names();
    }

    /** The index of a source that a plan has named. */
    public int sourceIndex(String sourceName) {
        return state.sources().indexOf(sourceName);
    }

    /** Number of sensors defined. */
    public int sensorCount() {
        return sensors.count();
    }

    /** Number of texts defined. */
    public int textCount() {
        return state.texts().count();
    }

    /** Number of derived sensors and group keys. */
    public int derivedCount() {
        return state.scopes().derived().count();
    }

    /** Whether a sensor was evicted. Only while no record is folded. */
    public boolean isEvicted(int sensorId) {
        return state.scopes().isEvicted(sensorId);
    }

    /** Whether a live source's connection is lost. Only while no record is folded. */
    public boolean isSourceDown(int sourceIndex) {
        return state.links().isDown(sourceIndex);
    }

    /** The steps of the gateway's clock so far. Any thread. */
    public ClockSteps clockSteps() {
        return journalClock.steps();
    }

    /** The gaps of the journal so far, oldest first. Any thread. */
    public List<JournalGap> gaps() {
        return state.gaps().list();
    }

    /** Elapsed time of the last reading, tick or step, epoch ns; {@link Long#MIN_VALUE} before the first. */
    public long lastElapsedNs() {
        return emitter.receivedNs() == 0 ? Long.MIN_VALUE : emitter.elapsedNs();
    }

    /** Sets the receiver of notices for operators of the gateway, from the next record on. */
    public void notices(FoldNotices receiver) {
        sensorClocks.notices(receiver);
        state.scopes().derived().notices(receiver);
    }

    /** The keys whose join found no partner in the lookup side. */
    public UnmatchedKeys unmatchedKeys() {
        return state.unmatched();
    }

    /** Number of events and rows emitted, which is the ordinal of the next one. */
    public long eventCount() {
        return emitter.eventCount();
    }

    /** Bytes of off-heap state. */
    public long stateBytes() {
        return state.stateBytes();
    }

    /**
     * A digest of all state and of all outputs so far: equal for equal journals, whatever the machine, the JDK or the
     * batch size. Costs a pass over the state.
     */
    public String digest() {
        MessageDigest digest = OutputDigest.newDigest();
        state.digest(digest);
        digest.update(outputs.digest());
        return OutputDigest.hex(digest.digest());
    }

    /**
     * Writes the whole fold. {@link #readFrom}, followed by the later records, produces the same outputs as the whole
     * journal. There must be a plan.
     */
    public void writeTo(StateOutput out) {
        state.writeTo(out, emitter, outputs);
    }

    /**
     * Reads a fold written by {@link #writeTo}. This fold must not have seen a record.
     *
     * @throws IllegalStateException when the written fold has another layout
     */
    public void readFrom(StateInput in) {
        state.readFrom(in, outputs, emitter);
        clock.scheduleAll();
    }

    /** Reads only the plan of a fold written by {@link #writeTo}. */
    public static Plan readPlan(StateInput in) {
        return FoldState.readPlan(in);
    }

    /**
     * Reads only the counts of a fold written by {@link #writeTo}, for inspection. This fold cannot process records
     * afterwards.
     */
    public void readHead(StateInput in) {
        state.readHead(in, outputs, emitter);
    }

    /** The state, for shards that take part in this fold's work. */
    public FoldState state() {
        return state;
    }

    public EventEmitter emitter() {
        return emitter;
    }

    public ReadingOrigin origin() {
        return origin;
    }

    /** Creates an operator context for another part of this fold. */
    public OperatorContext context(
            EventEmitter itsEmitter,
            OperatorContext.DerivedReadings derived,
            OperatorContext.PartnerTimers timers,
            ReadingOrigin itsOrigin) {
        return state.context(itsEmitter, derived, timers, functions, itsOrigin);
    }

    /** The source that defined a sensor. */
    public int sourceOfSensor(int sensorId) {
        return sensors.getInt(sensorId, SOURCE_OFFSET);
    }
}

package io.tocsin.engine.process;

import io.tocsin.engine.function.FunctionException;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.TimeDomain;
import io.tocsin.engine.keyed.KeyedStates;
import io.tocsin.engine.keyed.TimerCell;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReorderingOperator;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/**
 * Runs a user's function: keeps each key's clocks, fires its timers, passes readings to the function and results on.
 *
 * <p>A turn is one reading or one check of the clock. A turn fires the timers that time has passed, then processes the
 * reading, then fires the timers that the reading has set in the past. A turn fires at most {@link #MAX_FIRED} timers;
 * the others fire in the key's next turn.
 */
public final class ProcessOperator implements KeyedOperator, DerivedOutputs {
    /** Timers of one turn at most: a timer that sets itself again in the past must not block readings of other keys. */
    static final int MAX_FIRED = 4_096;

    /** Longest delay of a timer, 73 years; longer delays might overflow times. */
    private static final long FAR_NS = 1L << 61;

    private static final int BAD = Quality.BAD.code();

    private final ProcessNode node;
    private final int nodeId;
    private final long delayNs;
    private final KeyedProcessFunction function;
    private final KeyedStates states;
    private final OwnState ownState;
    private final ProcessKeys keys;
    private final EventEmitter emitter;
    private final ReadingView reading;
    private final ReadingView broadcastReading;
    private final ProcessTurn turn;
    private final CurrentEdition edition;

    private ProcessOperator(ProcessNode node, int nodeId, OperatorContext context) {
        this.node = node;
        this.nodeId = nodeId;
        this.delayNs = node.inOrder() ? 0 : node.outOfOrdernessNs();
        this.emitter = context.emitter();
        this.edition = context.edition();
        this.keys = new ProcessKeys(node.outputCount());
        this.turn = new ProcessTurn(node, nodeId, keys, context);
        this.function = context.functions().create(node.name(), node.function(), node.functionVersion());
        this.states = open();
        this.turn.use(states);
        this.ownState = new OwnState(function, functionName());
        this.reading = new ReadingView(node.selector(), context.origin(), context.names());
        this.broadcastReading = node.broadcast() == null
                ? reading
                : new ReadingView(node.broadcast(), context.origin(), context.names());
    }

    /**
     * Creates the operator of a node.
     *
     * @throws FunctionException when its function is missing or does not match the plan
     */
    public static KeyedOperator create(ProcessNode node, int nodeId, OperatorContext context) {
        ProcessOperator operator = new ProcessOperator(node, nodeId, context);
        operator.present(node);
        return node.inOrder() ? new ReorderingOperator(operator, node.outOfOrdernessNs(), context.origin()) : operator;
    }

    private KeyedStates open() {
        KeyedStates opened;
        try {
            opened = new KeyedStates(function, turn::timeNs);
        } catch (RuntimeException e) {
            throw new FunctionException("the function " + functionName() + " cannot be opened: " + e.getMessage(), e);
        }
        if (!opened.tagNames().equals(node.sideOutputs())) {
            throw new FunctionException("the function " + functionName() + " declares other side outputs than the plan,"
                    + " declared=" + opened.tagNames() + ", plan=" + node.sideOutputs());
        }
        if (opened.broadcast().isDeclared() != (node.broadcast() != null)) {
            throw new FunctionException("the function " + functionName()
                    + " must declare broadcast state exactly when the plan broadcasts to it, broadcast="
                    + node.broadcast());
        }
        return opened;
    }

    private String functionName() {
        return node.function() + '/' + node.functionVersion();
    }

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public void present(OperatorNode presented) {
        turn.givesRows(!presented.sinks().isEmpty());
    }

    @Override
    public int openSlot(int sensorId) {
        keys.open(sensorId);
        return states.openSlot();
    }

    @Override
    public DerivedOutputs outputs() {
        return this;
    }

    @Override
    public int outputCount() {
        return node.outputCount();
    }

    @Override
    public int keyCount() {
        return keys.count();
    }

    @Override
    public int keyId(int key) {
        return keys.keyId(key);
    }

    @Override
    public int derived(int key, int output) {
        return keys.derived(key, output);
    }

    @Override
    public void setDerived(int key, int output, int index) {
        keys.setDerived(key, output, index);
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        enter(slot, keys.maxTimeNs(slot, eventTimeNs));
        fireTimers(slot);
        if (!isLookedOver(value, quality)) {
            give(eventTimeNs, value, quality, flags);
            fireTimers(slot);
        }
        states.leave();
        return nextTimerNs(slot);
    }

    private void give(long eventTimeNs, double value, int quality, int flags) {
        int seenFlags = ValueFlags.journalled(flags);
        reading.set(eventTimeNs, value, quality, seenFlags);
        turn.at(eventTimeNs, seenFlags);
        try {
            if (reading.isBad()) {
                function.onBadReading(reading, turn, turn);
            } else {
                function.onReading(reading, turn, turn);
            }
        } catch (RuntimeException | Error e) {
            throw failed("a reading", reading.toString(), e);
        }
    }

    /**
     * Whether a reading is withheld from the function. A text is a GOOD reading without a number and only advances
     * time; in the first edition functions receive a text as a BAD reading.
     */
    private boolean isLookedOver(double value, int quality) {
        return edition.isSecond() && quality != BAD && TextValue.isText(value);
    }

    @Override
    public void onBroadcast(long eventTimeNs, double value, int quality, int flags) {
        if (isLookedOver(value, quality)) {
            return;
        }
        broadcastReading.set(eventTimeNs, value, quality, ValueFlags.journalled(flags));
        states.broadcast().writable(true);
        try {
            function.onBroadcast(broadcastReading, states.broadcast());
        } catch (RuntimeException | Error e) {
            throw failed("a broadcast reading", broadcastReading.toString(), e);
        }
        states.broadcast().writable(false);
    }

    @Override
    public long nextTimerNs(int slot) {
        long firstNs = states.firstEventTimerNs(slot);
        long aheadNs = firstNs - keys.maxTimeNs(slot);
        boolean isFar = firstNs > 0 && (aheadNs < 0 || aheadNs > FAR_NS) && firstNs > keys.maxTimeNs(slot);
        return isFar || firstNs > NO_TIMER - delayNs ? NO_TIMER : firstNs + delayNs;
    }

    @Override
    public long nextClockTimerNs(int slot) {
        return states.firstProcessingTimerNs(slot);
    }

    @Override
    public boolean hasClockTimers() {
        return states.processingTimers().isDeclared();
    }

    @Override
    public void advance(int slot, long timeNs) {
        enter(slot, keys.maxTimeNs(slot, timeNs));
        fireTimers(slot);
        states.leave();
    }

    @Override
    public void advanceClock(int slot) {
        if (states.firstProcessingTimerNs(slot) <= emitter.receivedNs()) {
            enter(slot, keys.maxTimeNs(slot));
            fireTimers(slot);
            states.leave();
        }
    }

    /** Moves event-time timers by a step of the clock. */
    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        keys.moveClock(slot, byNs);
        states.moveEventTimers(slot, byNs);
    }

    /** Lets event-time timers keep their remaining delay, because the time at which they were set is not stored. */
    @Override
    public void restartClock(int slot, long timeNs) {
        long maxNs = keys.maxTimeNs(slot);
        if (maxNs != Long.MIN_VALUE) {
            moveClock(slot, timeNs - maxNs, timeNs);
        }
    }

    @Override
    public void moveClockTimers(long byNs) {
        for (int slot = 0; slot < keys.count(); slot++) {
            keys.moveReceiveTime(slot, byNs);
            states.moveProcessingTimers(slot, byNs);
        }
    }

    /**
     * Fires the timers up to and including the last event time, ignoring the out-of-orderness, then calls the
     * function's end of input.
     */
    @Override
    public void finish(int slot, long lastTimeNs) {
        long timeNs = keys.maxTimeNs(slot, lastTimeNs);
        states.enter(slot, timeNs, keys.maxReceiveNs(slot, emitter.receivedNs()));
        turn.enter(slot);
        fireEventTimers(slot, timeNs + 1);
        turn.at(timeNs, 0);
        try {
            function.onEndOfInput(turn, turn);
        } catch (RuntimeException | Error e) {
            throw failed("the end of input", "timeNs=" + timeNs, e);
        }
        states.leave();
    }

    @Override
    public void close() {
        // The function's state is removed with the operator.
    }

    @Override
    public void closeSlot(int slot) {
        // The function's state is removed with the operator.
    }

    /**
     * Whether shards may share the operator. State of the function itself, or a limit over all keys, would exist once
     * in every shard.
     */
    @Override
    public boolean canBeSharded() {
        return !ownState.isKept() && !states.hasBoundOverKeys();
    }

    @Override
    public long skippedCount() {
        return 0;
    }

    @Override
    public long refusedCount() {
        return states.refusedCount();
    }

    @Override
    public long refusedByEachCount() {
        return states.broadcastRefusedCount();
    }

    private void enter(int slot, long maxTimeNs) {
        // Before the first reading there is no watermark.
        long watermarkNs = maxTimeNs < Long.MIN_VALUE + delayNs ? Long.MIN_VALUE : maxTimeNs - delayNs;
        states.enter(slot, watermarkNs, keys.maxReceiveNs(slot, emitter.receivedNs()));
        turn.enter(slot);
    }

    private void fireTimers(int slot) {
        fireEventTimers(slot, states.key().watermarkNs());
        fireProcessingTimers(slot);
    }

    private void fireEventTimers(int slot, long endNs) {
        for (int fired = 0; fired < MAX_FIRED; fired++) {
            long timeNs = states.firstEventTimerNs(slot);
            if (timeNs >= endNs) {
                return;
            }
            states.eventTimers().delete(timeNs);
            turn.at(timeNs, 0);
            fire(timeNs, TimeDomain.EVENT_TIME);
        }
    }

    private void fireProcessingTimers(int slot) {
        for (int fired = 0; fired < MAX_FIRED; fired++) {
            long timeNs = states.firstProcessingTimerNs(slot);
            if (timeNs > states.key().processingNs() || timeNs == TimerCell.NONE) {
                return;
            }
            states.processingTimers().delete(timeNs);
            turn.at(keys.maxTimeNs(slot), 0);
            fire(timeNs, TimeDomain.PROCESSING_TIME);
        }
    }

    private void fire(long timeNs, TimeDomain domain) {
        try {
            function.onTimer(timeNs, domain, turn, turn);
        } catch (RuntimeException | Error e) {
            throw failed("a timer", "domain=" + domain + ", timeNs=" + timeNs, e);
        }
    }

    private FunctionException failed(String at, String what, Throwable cause) {
        if (cause instanceof FunctionException inner) {
            return inner; // raised by a downstream function
        }
        String key = states.key().isEntered() ? ", key=" + turn.key() : "";
        return new FunctionException(
                "the function " + functionName() + " of the node " + node.name() + " failed at " + at + ", position="
                        + emitter.position() + key + ", " + what + ": " + cause,
                cause);
    }

    @Override
    public void digest(MessageDigest digest) {
        keys.digest(digest);
        states.digest(digest);
        digest.update(ownState.bytes());
    }

    @Override
    public long stateBytes() {
        return keys.stateBytes() + states.stateBytes();
    }

    @Override
    public void writeTo(StateOutput out) {
        keys.writeTo(out);
        states.writeTo(out);
        out.putBytes(ownState.bytes());
    }

    @Override
    public void readFrom(StateInput in) {
        keys.readFrom(in);
        states.readFrom(in, functionName());
        ownState.restore(in.getBytes());
    }
}

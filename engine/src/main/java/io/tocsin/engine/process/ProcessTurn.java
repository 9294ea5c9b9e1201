package io.tocsin.engine.process;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.OutputTag;
import io.tocsin.engine.keyed.KeyedStates;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;

/** The current key and the collector of its results, as a function sees them. */
final class ProcessTurn implements Context, Collector {
    private static final int GOOD = Quality.GOOD.code();
    private static final int BAD = Quality.BAD.code();

    private final ProcessNode node;
    private final int nodeId;
    private final ProcessKeys keys;
    private final EventEmitter emitter;
    private final OperatorContext.DerivedReadings derived;
    private final SensorNaming names;
    private KeyedStates states;
    private boolean givesRows;
    private int slot;
    private long timeNs;
    private int flags;

    ProcessTurn(ProcessNode node, int nodeId, ProcessKeys keys, OperatorContext context) {
        this.node = node;
        this.nodeId = nodeId;
        this.keys = keys;
        this.emitter = context.emitter();
        this.derived = context.derived();
        this.names = context.names();
    }

    void use(KeyedStates opened) {
        states = opened;
    }

    void givesRows(boolean rows) {
        givesRows = rows;
    }

    /** Makes the key of a slot the current one. */
    void enter(int keySlot) {
        slot = keySlot;
    }

    /** Sets event time and flags of the current reading. */
    void at(long eventTimeNs, int readingFlags) {
        timeNs = eventTimeNs;
        flags = readingFlags & ReadingFlags.RETAINED;
    }

    @Override
    public String key() {
        return names.sensorName(keys.keyId(slot));
    }

    @Override
    public long timeNs() {
        return timeNs;
    }

    @Override
    public long watermarkNs() {
        return states.key().watermarkNs();
    }

    @Override
    public long processingTimeNs() {
        return states.key().processingNs();
    }

    @Override
    public boolean registerEventTimeTimer(long timerNs) {
        return states.eventTimers().register(timerNs);
    }

    @Override
    public void deleteEventTimeTimer(long timerNs) {
        states.eventTimers().delete(timerNs);
    }

    @Override
    public boolean registerProcessingTimeTimer(long timerNs) {
        return states.processingTimers().register(timerNs);
    }

    @Override
    public void deleteProcessingTimeTimer(long timerNs) {
        states.processingTimers().delete(timerNs);
    }

    @Override
    public void collect(double value) {
        collect(timeNs, value);
    }

    @Override
    public void collect(long resultTimeNs, double value) {
        if (givesRows) {
            giveRow(resultTimeNs, value);
        }
        give(ProcessNode.MAIN, resultTimeNs, value);
    }

    @Override
    public void output(OutputTag tag, double value) {
        output(tag, timeNs, value);
    }

    @Override
    public void output(OutputTag tag, long resultTimeNs, double value) {
        if (tag.index() < 0 || tag.index() >= node.sideOutputs().size()) {
            throw new IllegalArgumentException("a side output must be declared in open(), tag=" + tag);
        }
        give(ProcessNode.MAIN + 1 + tag.index(), resultTimeNs, value);
    }

    private void give(int output, long resultTimeNs, double value) {
        int index = keys.derived(slot, output);
        if (index >= 0) {
            derived.onDerived(index, resultTimeNs, value, Double.isFinite(value) ? GOOD : BAD, flags);
        }
    }

    /** Emits a row. Rows of one time must have different ids, so each has its ordinal among them. */
    private void giveRow(long resultTimeNs, double value) {
        emitter.emit(emitter.row(nodeId, keys.keyId(slot), 1)
                .clock(keys.clock(slot))
                .startNs(resultTimeNs)
                .endNs(resultTimeNs)
                .count(keys.occurrence(slot, resultTimeNs))
                .flags(false, false)
                .value(0, value));
    }
}

package io.tocsin.engine.stream;

import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.window.KeyedWindows;
import io.tocsin.engine.window.Panes;
import io.tocsin.engine.window.RollingWindows;
import io.tocsin.engine.window.TimeWindows;
import io.tocsin.engine.window.WindowFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * One derived stream at work: keeps each key's watermark, feeds its windows, makes rows and readings of derived sensors
 * of those that close.
 *
 * <p>When the value of a key goes, its derived sensors get a BAD reading as soon as all windows with samples have
 * closed.
 *
 * <p>{@code emit: append} gives a row when nothing can change it any more: when the watermark is the lateness behind
 * its end. To the windows that is a watermark which is later by the lateness, and no lateness.
 */
public final class WindowOperator implements KeyedOperator {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int nodeId;
    private final Aggregate[] aggregates;
    private final int outputCount;
    private final long delayNs;
    private final boolean wantsOrder;
    private boolean givesRows;
    private boolean givesLateRows;
    private boolean givesTable;
    private final EventEmitter emitter;
    private final OperatorContext.DerivedReadings derived;
    private final CurrentEdition edition;
    private final KeyedWindows windows;
    private final Panes panes;
    /** Null: more than the time decides where windows end. */
    private final TimeWindows bounds;

    private final StreamKeys keys;
    /** Null: no aggregate is of a counter. */
    private final CounterKeys counters;

    /** Null: no value is carried from window to window. */
    private final CarriedValues carried;

    private final TimeInState[] timeIn;
    /** Null: only numbers are samples. */
    private final StateNumbers numbers;

    private final boolean isOfGroup;

    private boolean fired;
    private long disorderedCount;

    public WindowOperator(StreamNode stream, int nodeId, OperatorContext context) {
        this.nodeId = nodeId;
        this.aggregates = stream.aggregates().toArray(Aggregate[]::new);
        this.outputCount = stream.outputCount();
        boolean waits = stream.emit() == EmitMode.APPEND;
        this.delayNs = stream.outOfOrdernessNs() + (waits ? stream.latenessNs() : 0);
        this.wantsOrder = stream.newestDecides();
        this.emitter = context.emitter();
        this.derived = context.derived();
        this.edition = context.edition();
        this.windows = WindowFactory.create(
                stream.window(),
                stream.aggregates(),
                StateNumbers.ofWindows(stream),
                delayNs,
                waits ? 0 : stream.latenessNs(),
                expectedKeys(stream),
                stream.carryForNs() > 0,
                this::onWindow);
        this.panes = windows.panes();
        this.bounds = TimeWindows.isOf(stream.window()) ? TimeWindows.of(stream.window()) : null;
        this.keys = new StreamKeys(nodeId, outputCount);
        this.carried = stream.carryForNs() > 0 ? new CarriedValues(stream) : null;
        this.timeIn = StateNumbers.ofWindows(stream).toArray(TimeInState[]::new);
        this.numbers = stream.hasTextStates() ? new StateNumbers(stream.timeIn(), context.texts()) : null;
        this.isOfGroup = !stream.groupBy().isEmpty();
        this.counters = stream.hasCounters() ? new CounterKeys(stream.rollover()) : null;
    }

    /** Bytes that one key costs: its clock and its windows. */
    public static int bytesPerKey(StreamNode stream) {
        return StreamKeys.lengthOf(stream.outputCount())
                + windowsOf(stream).bytesPerKey()
                + (stream.hasCounters() ? CounterKeys.LENGTH : 0)
                + (stream.carryForNs() > 0 ? CarriedValues.LENGTH : 0);
    }

    /** Bytes of each reading that a key's window holds; 0 when it holds none. */
    public static int bytesPerReading(StreamNode stream) {
        return windowsOf(stream) instanceof RollingWindows rolling ? rolling.bytesPerSample() : 0;
    }

    private static KeyedWindows windowsOf(StreamNode stream) {
        return WindowFactory.create(
                stream.window(),
                stream.aggregates(),
                StateNumbers.ofWindows(stream),
                stream.outOfOrdernessNs(),
                stream.latenessNs(),
                KeyedWindows.ANY_NUMBER,
                stream.carryForNs() > 0,
                (slot, startNs, endNs, pane, isUpdate) -> {});
    }

    /** Each filter without a wildcard selects one sensor. */
    private static int expectedKeys(StreamNode stream) {
        return stream.selector().hasWildcard()
                ? KeyedWindows.ANY_NUMBER
                : stream.selector().filters().size();
    }

    @Override
    public int nodeId() {
        return nodeId;
    }

    @Override
    public void present(OperatorNode node) {
        StreamNode stream = (StreamNode) node;
        givesRows = !stream.sinks().isEmpty();
        givesLateRows = givesRows && stream.late() == LatePolicy.SIDE;
        givesTable = givesRows && stream.emit() == EmitMode.COMPLETE;
    }

    @Override
    public int openSlot(int sensorId) {
        windows.openSlot();
        if (counters != null) {
            counters.open();
        }
        if (carried != null) {
            carried.open();
        }
        return keys.open(sensorId);
    }

    @Override
    public DerivedOutputs outputs() {
        return keys;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double reading, int quality, int flags) {
        double value = numbers == null || ValueFlags.isBad(quality) ? reading : numbers.of(reading);
        long watermarkNs = keys.moveTime(slot, eventTimeNs) - delayNs;
        if (carried != null) {
            closeUntil(slot, watermarkNs);
        }
        if (!isSample(value, quality, flags)) {
            windows.onWatermark(slot, watermarkNs);
        } else if (wantsOrder && eventTimeNs < watermarkNs + delayNs) {
            // A sorting buffer releases its oldest sample when it is full, and does nothing without disorder.
            disorderedCount++;
            onLate(slot, eventTimeNs, value, quality, flags);
        } else {
            if (counters != null) {
                counters.onSample(slot, eventTimeNs, value, panes);
            }
            long lateBefore = windows.lateCount();
            if (carried == null) {
                windows.onSample(slot, eventTimeNs, value, watermarkNs);
            } else {
                panes.carry(carried.value(slot), carried.untilNs(slot));
                windows.onSample(slot, eventTimeNs, value, watermarkNs);
                carried.onSample(slot, eventTimeNs, value);
            }
            if (givesLateRows && windows.lateCount() > lateBefore) {
                giveLateRow(slot, eventTimeNs, value);
            }
        }
        afterFiring(slot);
        if (ValueFlags.isBad(quality)) {
            if (carried != null && (!isOfGroup || ValueFlags.isGone(flags))) {
                carried.onBad(slot, eventTimeNs, watermarkNs + delayNs);
            }
            onBad(slot, flags);
        } else {
            keys.gone(slot, 0);
        }
        return nextTimerNs(slot);
    }

    private void onBad(int slot, int flags) {
        if (ValueFlags.isGone(flags)) {
            keys.gone(slot, flags & (ValueFlags.GONE | ValueFlags.LIMIT));
        }
        tellGone(slot);
    }

    /** Ends the results of a key whose value has gone, unless further results are still to come. */
    private void tellGone(int slot) {
        int flags = keys.gone(slot);
        if (flags != 0 && nextEndNs(slot) == KeyedWindows.NO_END) {
            keys.gone(slot, 0);
            for (int i = 0; i < outputCount; i++) {
                int index = keys.derived(slot, i);
                if (index >= 0) {
                    derived.onGone(index, Long.MIN_VALUE, flags);
                }
            }
        }
    }

    @Override
    public void onLate(int slot, long eventTimeNs, double value, int quality, int flags) {
        if (givesLateRows && isSample(value, quality, flags)) {
            giveLateRow(slot, eventTimeNs, value);
        }
    }

    @Override
    public long nextTimerNs(int slot) {
        long endNs = nextEndNs(slot);
        // A timer fires once time is past it, a window when the watermark is at its end.
        long timerNs = endNs + delayNs - 1;
        return endNs == KeyedWindows.NO_END || timerNs < endNs - 1 ? NO_TIMER : timerNs;
    }

    private long nextEndNs(int slot) {
        long endNs = windows.nextEndNs(slot);
        return carried == null ? endNs : Math.min(endNs, carried.nextEndNs(slot));
    }

    /** Closes all windows up to a watermark in the order of their ends, with and without samples. */
    private void closeUntil(int slot, long watermarkNs) {
        for (long endNs = nextEndNs(slot); endNs <= watermarkNs; endNs = nextEndNs(slot)) {
            if (endNs == KeyedWindows.NO_END) {
                return;
            }
            if (windows.nextEndNs(slot) == endNs) {
                windows.onWatermark(slot, endNs);
            } else {
                onEmptyWindow(slot, carried.nextStartNs(slot), endNs);
            }
            carried.onClosed(slot, endNs);
        }
    }

    @Override
    public void advance(int slot, long timeNs) {
        long watermarkNs = keys.moveTime(slot, timeNs) - delayNs;
        if (carried != null) {
            closeUntil(slot, watermarkNs);
        }
        windows.onWatermark(slot, watermarkNs);
        afterFiring(slot);
        tellGone(slot);
    }

    /**
     * Windows that follow their samples move with the clock. Of those that stand at the clock all close that end before
     * its new time. When it goes back behind the end of one that has closed, that end comes a second time: the windows
     * begin anew.
     */
    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        long maxNs = keys.maxTimeNs(slot);
        if (maxNs == Long.MIN_VALUE) {
            return;
        }
        if (counters != null) {
            counters.moveClock(slot, byNs);
        }
        if (windows.moveClock(slot, byNs)) {
            keys.maxTimeNs(slot, maxNs + byNs);
            if (byNs < 0) {
                keys.countClock(slot);
            }
        } else if (byNs > 0 && carried != null) {
            long watermarkNs = keys.moveTime(slot, maxNs + byNs) - delayNs;
            windows.onWatermark(slot, watermarkNs);
            carried.moveClock(slot, byNs, watermarkNs);
            afterFiring(slot);
            tellGone(slot);
        } else if (byNs > 0) {
            advance(slot, maxNs + byNs);
        } else if (wantsOrder || hasEndBetween(maxNs + byNs - delayNs, maxNs - delayNs)) {
            restartClock(slot, maxNs + byNs);
        }
    }

    @Override
    public void restartClock(int slot, long timeNs) {
        windows.finish(slot);
        afterFiring(slot);
        tellGone(slot);
        windows.restart(slot);
        if (counters != null) {
            counters.restartClock(slot);
        }
        if (carried != null) {
            carried.forget(slot);
        }
        keys.maxTimeNs(slot, Long.MIN_VALUE);
        keys.countClock(slot);
    }

    private boolean hasEndBetween(long afterNs, long untilNs) {
        return bounds == null || bounds.firstEndNs(afterNs, afterNs) <= untilNs;
    }

    /**
     * Closes the open windows. The key's time moves to where the last of them ends, no further: a file may get more
     * rows, and those behind that end are not late.
     */
    @Override
    public void finish(int slot, long lastTimeNs) {
        if (carried != null) {
            finishCarried(slot, lastTimeNs);
        } else if (edition.isSecond()) {
            closeOpen(slot);
        } else {
            windows.finish(slot);
        }
        afterFiring(slot);
        tellGone(slot);
    }

    /** Closes the windows of the source's end too into which a value was carried; the value ends there. */
    private void finishCarried(int slot, long lastTimeNs) {
        closeUntil(slot, keys.moveTime(slot, lastTimeNs) - delayNs);
        closeOpen(slot);
        long endNs = carried.nextEndNs(slot);
        while (endNs != KeyedWindows.NO_END && carried.nextStartNs(slot) <= lastTimeNs) {
            keys.moveTime(slot, endNs + delayNs);
            onEmptyWindow(slot, carried.nextStartNs(slot), endNs);
            carried.onClosed(slot, endNs);
            endNs = carried.nextEndNs(slot);
        }
        carried.forget(slot);
    }

    private void closeOpen(int slot) {
        for (long endNs = windows.nextEndNs(slot); endNs != KeyedWindows.NO_END; endNs = windows.nextEndNs(slot)) {
            if (endNs + delayNs < endNs) {
                // Time has no room behind it.
                windows.finish(slot);
                return;
            }
            windows.onWatermark(slot, keys.moveTime(slot, endNs + delayNs) - delayNs);
            if (carried != null) {
                carried.onClosed(slot, endNs);
            }
        }
        windows.finishUntimed(slot);
    }

    @Override
    public void close() {
        // Windows that are open go with their stream.
    }

    @Override
    public void closeSlot(int slot) {
        // As close.
    }

    @Override
    public long skippedCount() {
        return disorderedCount + windows.lateCount() + windows.droppedCount();
    }

    /** Non-samples still advance the watermark; a retained reading was a sample when it was live. */
    private static boolean isSample(double value, int quality, int flags) {
        return TextValue.isNumber(value, quality) && (flags & ReadingFlags.RETAINED) == 0;
    }

    private void onWindow(int slot, long startNs, long endNs, long pane, boolean isUpdate) {
        fired = true;
        if (carried != null) {
            panes.carry(carried.value(slot), carried.untilNs(slot));
            panes.windowFrom(startNs);
        }
        if (givesRows && !givesTable) {
            giveRow(slot, startNs, endNs, pane, isUpdate);
        }
        for (int i = 0; i < outputCount; i++) {
            int index = keys.derived(slot, i);
            if (index >= 0) {
                double value = value(pane, i, endNs);
                if (Double.isFinite(value)) {
                    derived.onDerived(index, endNs - 1, value);
                }
            }
        }
    }

    /** A window into which a value was carried, and which had no sample. */
    private void onEmptyWindow(int slot, long startNs, long endNs) {
        fired = true;
        long heldNs = Math.min(endNs, carried.untilNs(slot)) - startNs;
        if (givesRows) {
            StreamRowFlyweight row = emitter.row(nodeId, keys.keyId(slot), outputCount)
                    .clock(keys.clock(slot))
                    .startNs(startNs)
                    .endNs(endNs)
                    .count(0)
                    .flags(false, false)
                    .givenBefore(0);
            for (int i = 0; i < outputCount; i++) {
                row.value(i, emptyValue(slot, i, heldNs));
            }
            emitter.emit(row);
        }
        for (int i = 0; i < outputCount; i++) {
            int index = keys.derived(slot, i);
            double value = emptyValue(slot, i, heldNs);
            if (index >= 0 && Double.isFinite(value)) {
                derived.onDerived(index, endNs - 1, value);
            }
        }
    }

    private double emptyValue(int slot, int output, long heldNs) {
        double value = carried.value(slot);
        if (output >= aggregates.length) {
            return timeIn[output - aggregates.length].contains(value) ? heldNs / NANOS_PER_SECOND : 0;
        }
        return switch (aggregates[output]) {
            case COUNT, DISTINCT, INCREASE, COUNTER_RATE -> 0;
            case TIME_WEIGHTED_AVG -> value;
            default -> Double.NaN;
        };
    }

    private void afterFiring(int slot) {
        if (fired) {
            fired = false;
            if (givesTable) {
                windows.giveKept(slot, this::giveRow);
            }
        }
    }

    private void giveRow(int slot, long startNs, long endNs, long pane, boolean isUpdate) {
        StreamRowFlyweight row = emitter.row(nodeId, keys.keyId(slot), outputCount)
                .clock(keys.clock(slot))
                .startNs(startNs)
                .endNs(endNs)
                .count(Panes.count(pane))
                .flags(isUpdate, false)
                .givenBefore(windows.givenBefore(slot));
        for (int i = 0; i < outputCount; i++) {
            row.value(i, value(pane, i, endNs));
        }
        emitter.emit(row);
    }

    private double value(long pane, int output, long endNs) {
        return output < aggregates.length
                ? panes.result(pane, aggregates[output], endNs)
                : panes.secondsIn(pane, output - aggregates.length, endNs);
    }

    private void giveLateRow(int slot, long timeNs, double value) {
        emitter.emit(emitter.row(nodeId, keys.keyId(slot), 1)
                .clock(keys.clock(slot))
                .startNs(timeNs)
                .endNs(timeNs + 1)
                .count(1)
                .flags(false, true)
                .value(0, value));
    }

    @Override
    public void digest(MessageDigest digest) {
        keys.digest(digest);
        windows.digest(digest);
        if (counters != null) {
            counters.digest(digest);
        }
        if (carried != null) {
            carried.digest(digest);
        }
        if (wantsOrder) {
            digest.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(disorderedCount).array());
        }
    }

    @Override
    public long stateBytes() {
        return keys.stateBytes()
                + windows.stateBytes()
                + (counters == null ? 0 : counters.stateBytes())
                + (carried == null ? 0 : carried.stateBytes());
    }

    @Override
    public void writeTo(StateOutput out) {
        keys.writeTo(out);
        windows.writeTo(out);
        if (wantsOrder) {
            out.putLong(disorderedCount);
        }
        if (counters != null) {
            counters.writeTo(out);
        }
        if (carried != null) {
            carried.writeTo(out);
        }
    }

    @Override
    public void readFrom(StateInput in) {
        keys.readFrom(in);
        windows.readFrom(in);
        if (wantsOrder) {
            disorderedCount = in.getLong();
        }
        if (counters != null) {
            counters.readFrom(in);
        }
        if (carried != null) {
            carried.readFrom(in);
        }
    }
}

package io.tocsin.engine.pipeline;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last number of each cell of a table, as journalled. A start uses the number when the file has none in the cell.
 * One thread.
 */
final class CellNumbers {
    static final String SECTION = "cells";

    private final BitSet tables = new BitSet();
    private final Map<Integer, Double> numbers = new TreeMap<>();

    /** Notes which sources are tables. */
    void usePlan(JournalFold shard) {
        for (SourceNode source : shard.plan().sources()) {
            tables.set(shard.sourceIndex(source.name()), source.type().equals(SourceNode.TABLE));
        }
    }

    boolean isTable(int sourceIndex) {
        return tables.get(sourceIndex);
    }

    /** Stores the number of a table's cell; a text or a BAD reading removes it. */
    void onReading(int sensorId, double value, int quality) {
        if (TextValue.isNumber(value, quality)) {
            numbers.put(sensorId, value);
        } else {
            numbers.remove(sensorId);
        }
    }

    /** The last number of a cell; NaN when there is none. */
    double numberOf(int sensorId) {
        return numbers.getOrDefault(sensorId, Double.NaN);
    }

    /** Writes the last section of the state; nothing when there are no cells. */
    void writeTo(StateOutput out) {
        if (!numbers.isEmpty()) {
            out.section(SECTION);
            out.putInt(numbers.size());
            numbers.forEach((sensorId, number) -> {
                out.putInt(sensorId);
                out.putLong(Double.doubleToRawLongBits(number));
            });
        }
    }

    /** Reads the section written by {@link #writeTo}; older programs wrote none. */
    void readFrom(StateInput in) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            int sensorId = in.getInt();
            numbers.put(sensorId, Double.longBitsToDouble(in.getLong()));
        }
    }
}

package io.tocsin.engine.admission;

import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By which topic filter each sensor came, and how many sensors each filter has: what quotas count. As the journal says,
 * so that a restart counts on. Sensors that came by no filter stay for ever; the others may be evicted.
 *
 * <p>Threads: one at a time.
 */
public final class SensorFilters {
    private static final int NONE = 0;

    /** By filter, from 1. */
    private final List<Filter> filters = new ArrayList<>();

    private final Map<Filter, Integer> indexes = new HashMap<>();
    private int[] counts = new int[4];
    /** By sensor: index of its filter, or NONE. */
    private int[] filterOf = new int[64];

    private record Filter(int sourceIndex, String text) {}

    /** A sensor is defined. */
    public void onDefined(SensorDefinition definition) {
        if (!definition.filter().isEmpty()) {
            put(definition.sensorId(), indexOf(new Filter(definition.sourceIndex(), definition.filter())));
        }
    }

    /** A sensor is evicted. */
    public void onEvicted(int sensorId) {
        if (hasFilter(sensorId)) {
            counts[filterOf[sensorId]]--;
            filterOf[sensorId] = NONE;
        }
    }

    /** Whether a sensor is there that came by a filter. */
    public boolean hasFilter(int sensorId) {
        return sensorId < filterOf.length && filterOf[sensorId] != NONE;
    }

    /** How many sensors are there that came by a filter of a source. */
    public int count(int sourceIndex, String filter) {
        Integer index = indexes.get(new Filter(sourceIndex, filter));
        return index == null ? 0 : counts[index];
    }

    private int indexOf(Filter filter) {
        return indexes.computeIfAbsent(filter, unknown -> {
            filters.add(unknown);
            return filters.size();
        });
    }

    private void put(int sensorId, int index) {
        if (sensorId >= filterOf.length) {
            filterOf = Arrays.copyOf(filterOf, Math.max(sensorId + 1, filterOf.length * 2));
        }
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        filterOf[sensorId] = index;
        counts[index]++;
    }

    /** Whether no sensor ever came by a filter. */
    public boolean isUnused() {
        return filters.isEmpty();
    }

    /** Writes all. */
    public void writeTo(StateOutput out) {
        out.putInt(filters.size());
        for (Filter filter : filters) {
            out.putInt(filter.sourceIndex());
            out.putString(filter.text());
        }
        int end = filterOf.length;
        while (end > 0 && filterOf[end - 1] == NONE) {
            end--;
        }
        out.putInt(end);
        for (int sensorId = 0; sensorId < end; sensorId++) {
            out.putInt(filterOf[sensorId]);
        }
    }

    /** Reads what was written; nothing must have been defined yet. */
    public void readFrom(StateInput in) {
        int filterCount = in.getInt();
        for (int i = 0; i < filterCount; i++) {
            int sourceIndex = in.getInt();
            indexOf(new Filter(sourceIndex, in.getString()));
        }
        int end = in.getInt();
        for (int sensorId = 0; sensorId < end; sensorId++) {
            int index = in.getInt();
            if (index != NONE) {
                put(sensorId, index);
            }
        }
    }
}

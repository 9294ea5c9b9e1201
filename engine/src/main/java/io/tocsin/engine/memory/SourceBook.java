package io.tocsin.engine.memory;

import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dense index for every source named in the journal's plans, in the order of first appearance. A source thus keeps
 * its index when the configuration is reordered.
 */
public final class SourceBook {
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    public void apply(Plan plan) {
        for (SourceNode source : plan.sources()) {
            indexes.putIfAbsent(source.name(), indexes.size());
        }
    }

    /** How many sources have an index. */
    public int count() {
        return indexes.size();
    }

    public int indexOf(String sourceName) {
        Integer index = indexes.get(sourceName);
        if (index == null) {
            throw new IllegalArgumentException("no plan names this source, source=" + sourceName);
        }
        return index;
    }

    public void writeTo(StateOutput out) {
        out.putInt(indexes.size());
        indexes.keySet().forEach(out::putString);
    }

    public void readFrom(StateInput in) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            indexes.put(in.getString(), i);
        }
    }
}

package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.NamedItem;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code timeIn} of a stream: a map from names of states to a value, or to a range of values. */
final class TimeInBinder {
    private final BindContext context;
    private final Problems problems;

    TimeInBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /** The states; without those that have errors. */
    List<TimeInState> bind(SectionReader keys) {
        List<TimeInState> states = new ArrayList<>();
        List<NamedItem> entries = keys.entries(StreamKeys.TIME_IN);
        for (NamedItem entry : entries) {
            String name = context.attempt(
                    entry.key(), () -> ValueTypes.NAME.parse(entry.key().scalar()));
            TimeInState state = name == null ? null : state(name, entry.value());
            if (state != null) {
                states.add(state);
            }
        }
        if (entries.isEmpty()
                && keys.has(StreamKeys.TIME_IN)
                && keys.item(StreamKeys.TIME_IN).isMapping()) {
            problems.error(keys.item(StreamKeys.TIME_IN), "must not be empty; leave the key out instead");
        }
        return states;
    }

    private TimeInState state(String name, Item item) {
        if (item.isScalar()) {
            return context.attempt(item, () -> TimeInState.at(name, ValueTypes.NUMBER.parse(item.scalar())));
        }
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, StreamKeys.TIME_IN_STATE, problems);
        List<StateSet> in = keys.getAll(StreamKeys.STATE_IN);
        Double min = keys.get(StreamKeys.STATE_MIN);
        Double max = keys.get(StreamKeys.STATE_MAX);
        Double above = keys.get(StreamKeys.STATE_ABOVE);
        Double below = keys.get(StreamKeys.STATE_BELOW);
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        if (keys.has(StreamKeys.STATE_IN)) {
            if (min != null || above != null || max != null || below != null) {
                problems.error(item, "has states and a range; use either in or the ends of a range");
                return null;
            }
            return context.attempt(item, () -> TimeInState.in(name, StateSet.union(in)));
        }
        if ((min != null && above != null) || (max != null && below != null)) {
            problems.error(item, "has two ends on one side; use either min or above, and either max or below");
            return null;
        }
        if (min == null && above == null && max == null && below == null) {
            problems.error(item, "needs min or above, max or below, one of each, or in");
            return null;
        }
        double least = min != null ? min : above != null ? above : Double.NEGATIVE_INFINITY;
        double greatest = max != null ? max : below != null ? below : Double.POSITIVE_INFINITY;
        return context.attempt(item, () -> new TimeInState(name, least, above == null, greatest, below == null));
    }
}

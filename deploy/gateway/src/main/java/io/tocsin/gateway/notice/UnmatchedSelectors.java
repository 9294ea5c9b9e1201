package io.tocsin.gateway.notice;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.KeyTemplate;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The selectors of a plan that have matched no sensor yet. Each name is examined once, whatever the number of calls.
 * One thread.
 *
 * <p>Here a selector matches a sensor only if the sensor has a key of the rule or stream: a sensor whose name lacks a
 * level of {@code groupBy} has none.
 */
public final class UnmatchedSelectors {
    private final KnownSensors known;
    private final List<Selected> withWildcards = new ArrayList<>();
    /** Selectors without a wildcard, by their name */
    private final Map<String, List<Selected>> exact = new HashMap<>();

    private final List<Selected> all = new ArrayList<>();
    private int sourcesSeen;
    private int derivedSeen;

    /** A selector, its owner, and whether a sensor has matched it. */
    private static final class Selected {
        private final String owner;
        private final String what;
        private final SensorSelector selector;
        private final KeyTemplate key;
        /** A sensor was selected, but its name may lack levels of the key */
        private boolean isSelecting;

        private boolean isMatched;
        private boolean isTold;

        Selected(String owner, String what, SensorSelector selector, KeyTemplate key) {
            this.owner = owner;
            this.what = what;
            this.selector = selector;
            this.key = key;
        }

        void look(String name) {
            if (selector.matches(name)) {
                isSelecting = true;
                isMatched |= key == null || key.keyOf(name) != null;
            }
        }
    }

    public UnmatchedSelectors(Plan plan, KnownSensors known) {
        this.known = known;
        for (DerivedNode stream : plan.streams()) {
            List<Input> inputs = stream.inputs();
            for (int i = 0; i < inputs.size(); i++) {
                String what = i == 0 ? "its input " : "its joined input ";
                add(new Selected(
                        "stream " + stream.name(),
                        what,
                        inputs.get(i).selector(),
                        inputs.get(i).keyTemplate()));
            }
            if (stream instanceof ProcessNode process && process.broadcast() != null) {
                add(new Selected("stream " + stream.name(), "its broadcast ", process.broadcast(), null));
            }
        }
        for (AlarmRule alarm : plan.alarms()) {
            add(new Selected("alarm " + alarm.name(), "its sensor ", alarm.selector(), null));
        }
    }

    /** Number of selectors reported so far. */
    public int toldCount() {
        return (int) all.stream().filter(selected -> selected.isTold).count();
    }

    /** One line for each unmatched selector; none while no sensor is known. */
    public List<String> lines() {
        look();
        if (known.sourceCount() == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        for (Selected selected : all) {
            if (!selected.isMatched) {
                selected.isTold = true;
                String filter = selected.selector.filters().get(0);
                lines.add(selected.owner + ": " + selected.what + selected.selector.filter()
                        + " has matched no sensor"
                        + (selected.key == null || !selected.isSelecting ? "" : " with all levels of groupBy")
                        + ", so it gets no readings" + NearestSensor.hint(filter, known)
                        + "; check the spelling and whether the sensor sends");
            }
        }
        return lines;
    }

    private void add(Selected selected) {
        all.add(selected);
        List<String> filters = selected.selector.filters();
        boolean isExact = filters.size() == 1 && !selected.selector.hasWildcard();
        if (isExact) {
            exact.computeIfAbsent(filters.get(0), name -> new ArrayList<>()).add(selected);
        } else {
            withWildcards.add(selected);
        }
    }

    private void look() {
        for (int end = known.sourceCount(); sourcesSeen < end; sourcesSeen++) {
            look(known.sourceName(sourcesSeen));
        }
        for (int end = known.derivedCount(); derivedSeen < end; derivedSeen++) {
            String name = known.derivedName(derivedSeen);
            if (name != null) {
                look(name);
            }
        }
    }

    private void look(String name) {
        List<Selected> exactly = exact.remove(name);
        if (exactly != null) {
            exactly.forEach(selected -> selected.look(name));
        }
        withWildcards.forEach(selected -> selected.look(name));
        withWildcards.removeIf(selected -> selected.isMatched);
    }
}

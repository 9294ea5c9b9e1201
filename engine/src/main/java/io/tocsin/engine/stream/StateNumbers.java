package io.tocsin.engine.stream;

import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.StateMatcher;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of a stream as numbers, which windows know how to hold: the place of the first state that a value is in,
 * from 1; 0 for a value in none. One thread; allocates only when a text is first seen.
 */
final class StateNumbers {
    private static final double NO_STATE = 0;

    private final TimeInState[] states;
    /** By state; null for a range. */
    private final StateMatcher[] matchers;

    StateNumbers(List<TimeInState> timeIn, NameTable texts) {
        this.states = timeIn.toArray(TimeInState[]::new);
        this.matchers = new StateMatcher[states.length];
        for (int i = 0; i < states.length; i++) {
            matchers[i] = states[i].isOfStates() ? new StateMatcher(states[i].states(), texts) : null;
        }
    }

    /** The states of a stream as windows see them. */
    static List<TimeInState> ofWindows(StreamNode stream) {
        if (!stream.hasTextStates()) {
            return stream.timeIn();
        }
        List<TimeInState> numbered = new ArrayList<>();
        for (TimeInState state : stream.timeIn()) {
            numbered.add(TimeInState.at(state.name(), numbered.size() + 1));
        }
        return numbered;
    }

    /** The number of a text's or a number's state. */
    double of(double value) {
        for (int i = 0; i < states.length; i++) {
            if (matchers[i] != null ? matchers[i].matches(value) : states[i].contains(value)) {
                return i + 1;
            }
        }
        return NO_STATE;
    }
}

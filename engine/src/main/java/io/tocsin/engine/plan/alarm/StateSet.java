package io.tocsin.engine.plan.alarm;

import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * States that a sensor can be in: texts, compared letter by letter, and numbers. A text is never equal to a number.
 * Texts and numbers are sorted, so sets of the same states are equal.
 */
public record StateSet(List<String> texts, List<Double> numbers) {
    /** The empty set. */
    public static final StateSet NONE = new StateSet(List.of(), List.of());
    /** The most states of a set. */
    public static final int MAX_STATES = 64;

    public StateSet {
        texts = List.copyOf(new TreeSet<>(texts));
        numbers =
                numbers.stream().map(number -> number + 0.0).sorted().distinct().toList(); // turns -0 into 0
        if (texts.size() + numbers.size() > MAX_STATES) {
            throw new IllegalArgumentException(
                    "a set must have at most " + MAX_STATES + " states, states=" + (texts.size() + numbers.size()));
        }
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (!TextValue.isValid(bytes, 0, bytes.length)) {
                throw new IllegalArgumentException("a state must be a text of 1 to " + TextValue.MAX_LENGTH
                        + " bytes without control characters, state=" + text);
            }
        }
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("a state must be finite, state=" + number);
            }
        }
    }

    /** A set of texts. */
    public static StateSet of(String... texts) {
        return new StateSet(List.of(texts), List.of());
    }

    /** The union of several sets. */
    public static StateSet union(List<StateSet> sets) {
        return new StateSet(
                sets.stream().flatMap(set -> set.texts().stream()).toList(),
                sets.stream().flatMap(set -> set.numbers().stream()).toList());
    }

    /** Reads a set written by {@link #writeTo}. */
    public static StateSet read(FieldReader in) {
        List<String> texts = in.getStrings();
        int count = in.getCount();
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(in.getDouble());
        }
        return new StateSet(texts, numbers);
    }

    public void writeTo(FieldWriter out) {
        out.putStrings(texts);
        out.putInt(numbers.size());
        numbers.forEach(out::putDouble);
    }

    /** Whether the set has no states. */
    public boolean isEmpty() {
        return texts.isEmpty() && numbers.isEmpty();
    }

    /** Whether the set contains a text. */
    public boolean contains(String text) {
        return texts.contains(text);
    }

    /** Whether both sets share a state. */
    public boolean overlaps(StateSet other) {
        return texts.stream().anyMatch(other::contains) || numbers.stream().anyMatch(other.numbers::contains);
    }
}

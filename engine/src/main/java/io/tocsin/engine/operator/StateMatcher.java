package io.tocsin.engine.operator;

import io.tocsin.engine.plan.StateSet;
import io.tocsin.engine.reading.TextValue;
import java.util.Arrays;

/**
 * Whether a value is one of some states. A text is compared as text once, when its id is first seen: there are at most {@link
 * TextValue#MAX_TEXTS} of them. One thread; allocates only then.
 */
final class StateMatcher {
    private static final byte UNKNOWN = 0;
    private static final byte IN = 1;
    private static final byte OUT = 2;
    private static final int MIN_CAPACITY = 16;

    private final StateSet states;
    private final double[] numbers;
    private final NameTable texts;
    /** By text id. */
    private byte[] verdicts = new byte[MIN_CAPACITY];

    StateMatcher(StateSet states, NameTable texts) {
        this.states = states;
        this.numbers = new double[states.numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = states.numbers().get(i);
        }
        this.texts = texts;
    }

    boolean matches(double value) {
        return TextValue.isText(value) ? matches(TextValue.id(value)) : hasNumber(value);
    }

    private boolean matches(int textId) {
        if (textId >= verdicts.length) {
            verdicts = Arrays.copyOf(verdicts, Math.max(textId + 1, verdicts.length * 2));
        }
        if (verdicts[textId] == UNKNOWN) {
            verdicts[textId] = states.contains(texts.name(textId)) ? IN : OUT;
        }
        return verdicts[textId] == IN;
    }

    private boolean hasNumber(double value) {
        for (double number : numbers) {
            if (number == value) {
                return true;
            }
        }
        return false;
    }
}

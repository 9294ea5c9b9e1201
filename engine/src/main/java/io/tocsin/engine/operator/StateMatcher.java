package io.tocsin.engine.operator;

import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.reading.TextValue;
import java.util.Arrays;

/**
 * Whether a value is one of a set of states. A text is compared only when its id is first seen; the verdict is then
 * kept in two bits. There are at most {@link TextValue#MAX_TEXTS} texts. The text OTHER is never one of the states. One
 * thread; allocates only when an id is first seen.
 */
public final class StateMatcher {
    private static final int UNKNOWN = 0;
    private static final int IN = 1;
    private static final int OUT = 2;
    private static final int VERDICT_MASK = 3;
    private static final int VERDICTS_PER_WORD = Long.SIZE / 2;

    private final StateSet states;
    private final double[] numbers;
    private final NameTable texts;
    /** Verdicts by text id, two bits each. */
    private long[] verdicts = new long[1];

    public StateMatcher(StateSet states, NameTable texts) {
        this.states = states;
        this.numbers = new double[states.numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = states.numbers().get(i);
        }
        this.texts = texts;
    }

    /** Whether a value is one of the states. */
    public boolean matches(double value) {
        return TextValue.isText(value) ? matches(TextValue.id(value)) : hasNumber(value);
    }

    private boolean matches(int textId) {
        if (textId == TextValue.OTHER_ID) {
            return false;
        }
        int word = textId / VERDICTS_PER_WORD;
        int shift = textId % VERDICTS_PER_WORD * 2;
        if (word >= verdicts.length) {
            verdicts = Arrays.copyOf(verdicts, Math.max(word + 1, verdicts.length * 2));
        }
        int verdict = (int) (verdicts[word] >>> shift) & VERDICT_MASK;
        if (verdict == UNKNOWN) {
            verdict = states.contains(texts.name(textId)) ? IN : OUT;
            verdicts[word] |= (long) verdict << shift;
        }
        return verdict == IN;
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

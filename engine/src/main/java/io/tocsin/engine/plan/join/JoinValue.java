package io.tocsin.engine.plan.join;

import java.util.Locale;

/**
 * Value that a join derives from a pair. Append new constants at the end: snapshots store their ordinals.
 */
public enum JoinValue {
    /** The left sample. */
    LEFT,
    /** The right sample. */
    RIGHT,
    /** Left minus right. */
    DIFFERENCE,
    /** Left plus right. */
    SUM,
    /** Left divided by right. */
    RATIO;

    /** Name in the configuration, in rows and in the names of derived sensors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the value needs a sample of a side. */
    public boolean needs(boolean left) {
        return this != (left ? RIGHT : LEFT);
    }

    /**
     * Computes the value of a pair; a missing side is NaN. The result is not finite when the pair has no value,
     * or when the value is a text.
     */
    public double of(double left, double right) {
        return switch (this) {
            case LEFT -> left;
            case RIGHT -> right;
            case DIFFERENCE -> number(left - right);
            case SUM -> number(left + right);
            case RATIO -> number(left / right);
        };
    }

    /**
     * The result, with a plain NaN in place of a text, because a processor may carry the text's bits into the result.
     */
    private static double number(double result) {
        return Double.isNaN(result) ? Double.NaN : result;
    }
}

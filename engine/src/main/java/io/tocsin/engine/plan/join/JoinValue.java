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
    /** Left less right. */
    DIFFERENCE,
    /** Left and right together. */
    SUM,
    /** Left by right. */
    RATIO;

    /** Its name in the configuration, in rows and in the names of derived sensors. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it needs a sample of that side. */
    public boolean needs(boolean left) {
        return this != (left ? RIGHT : LEFT);
    }

    /** Its value; not finite when there is none, or a text. A side that is not there is NaN. */
    public double of(double left, double right) {
        return switch (this) {
            case LEFT -> left;
            case RIGHT -> right;
            case DIFFERENCE -> number(left - right);
            case SUM -> number(left + right);
            case RATIO -> number(left / right);
        };
    }

    /** Result with the plain NaN for a text: a processor may carry the text's bits into the result. */
    private static double number(double result) {
        return Double.isNaN(result) ? Double.NaN : result;
    }
}

package io.tocsin.engine.plan;

import java.util.Locale;

/** What a join tells of a pair. New ones come last: snapshots have their places in this list. */
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

    /** Its value; not finite when there is none. A side that is not there is NaN. */
    public double of(double left, double right) {
        return switch (this) {
            case LEFT -> left;
            case RIGHT -> right;
            case DIFFERENCE -> left - right;
            case SUM -> left + right;
            case RATIO -> left / right;
        };
    }
}

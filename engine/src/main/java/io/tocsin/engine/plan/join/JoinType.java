package io.tocsin.engine.plan.join;

import java.util.Locale;

/** Samples that a join emits. */
public enum JoinType {
    /** Readings that have a partner, with it. */
    INNER,
    /** And those of the left that have none. */
    LEFT,
    /** And those of the right that have none. */
    RIGHT,
    /** And those of both that have none. */
    FULL,
    /** Nothing but those of the left that have none. */
    ANTI;

    /** Its name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether samples with a partner are given. */
    public boolean givesPairs() {
        return this != ANTI;
    }

    /** Whether samples of a side are given when they have no partner. */
    public boolean givesUnmatched(boolean left) {
        return left ? this == LEFT || this == FULL || this == ANTI : this == RIGHT || this == FULL;
    }
}

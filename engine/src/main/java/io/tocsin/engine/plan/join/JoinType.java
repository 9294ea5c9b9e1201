package io.tocsin.engine.plan.join;

import java.util.Locale;

/** Samples that a join emits. */
public enum JoinType {
    /** Samples with a partner, as pairs. */
    INNER,
    /** As INNER, and left samples without a partner. */
    LEFT,
    /** As INNER, and right samples without a partner. */
    RIGHT,
    /** As INNER, and samples of both sides without a partner. */
    FULL,
    /** Only left samples without a partner. */
    ANTI;

    /** Name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether samples with a partner are emitted. */
    public boolean givesPairs() {
        return this != ANTI;
    }

    /** Whether samples of a side without a partner are emitted. */
    public boolean givesUnmatched(boolean left) {
        return left ? this == LEFT || this == FULL || this == ANTI : this == RIGHT || this == FULL;
    }
}

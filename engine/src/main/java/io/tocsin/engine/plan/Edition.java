package io.tocsin.engine.plan;

/**
 * The meaning of a plan's rules. A change of meaning gets a new edition. Plan records name their edition, so a journal
 * replays to its original results, and an upgraded gateway changes over at its next plan record.
 * {@code docs/semantics.md} lists the differences under "Editions".
 */
public enum Edition {
    /** Plans of version 1 to 6. */
    FIRST,
    /** Plans of version 7. */
    SECOND;

    /** The edition of newly written plans. */
    public static final Edition NEWEST = SECOND;

    /** Whether this edition includes the meaning that another edition introduced. */
    public boolean includes(Edition other) {
        return compareTo(other) >= 0;
    }
}

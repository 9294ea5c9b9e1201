package io.tocsin.engine.plan;

/**
 * The meaning that a plan's rules have. A change of meaning gets a new edition: a journal keeps the results it had, for
 * its plan records name theirs, and a gateway that is upgraded changes over at its next plan record.
 * {@code docs/semantics.md} lists the differences under "Editions".
 */
public enum Edition {
    /** Plans of version 1 to 6. */
    FIRST,
    /** Plans of version 7. */
    SECOND;

    /** The edition of plans that are written today. */
    public static final Edition NEWEST = SECOND;

    /** Whether a plan of this edition has a meaning that another edition introduced. */
    public boolean includes(Edition other) {
        return compareTo(other) >= 0;
    }
}

package io.tocsin.gateway.config.schema;

/** Reaction of a start to a damaged journal ({@code journal.onDamage}). */
public enum OnDamage {
    /** It is refused: somebody must look. */
    REFUSE,
    /**
     * The damaged files are kept aside; the gateway continues from its newest whole snapshot and raises an alarm of its
     * own.
     */
    SET_ASIDE
}

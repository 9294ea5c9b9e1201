package io.tocsin.gateway.config.schema;

/** Reaction of a start to a damaged journal ({@code journal.onDamage}). */
public enum OnDamage {
    /** The start is refused, so that a person looks. */
    REFUSE,
    /**
     * The damaged files are set aside; the gateway continues from its newest whole snapshot and raises an alarm of its
     * own.
     */
    SET_ASIDE
}

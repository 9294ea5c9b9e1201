package io.tocsin.gateway.config.schema;

/** What a start does with a journal that cannot be believed ({@code journal.onDamage}). */
public enum OnDamage {
    /** It is refused: somebody must look. */
    REFUSE,
    /** The damaged files are kept aside; the gateway goes on from its newest whole snapshot and raises an alarm of its own. */
    SET_ASIDE
}

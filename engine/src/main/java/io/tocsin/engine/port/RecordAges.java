package io.tocsin.engine.port;

/**
 * How long ago records were received, by elapsed time: a wall clock that is put forward by years makes nothing old. Any
 * thread.
 */
@FunctionalInterface
public interface RecordAges {
    /**
     * The age of a record, ns.
     *
     * @param position of the record in the journal
     * @param receivedNs when it was received, as the journal says: by the wall clock of that place, epoch ns
     */
    long ageNs(long position, long receivedNs);

    /** Ages by a wall clock that never stepped. */
    static RecordAges at(long nowNs) {
        return (position, receivedNs) -> nowNs - receivedNs;
    }
}

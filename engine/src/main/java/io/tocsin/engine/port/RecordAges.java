package io.tocsin.engine.port;

/** The ages of records in elapsed time, so that a wall clock put forward by years ages no record. Any thread. */
@FunctionalInterface
public interface RecordAges {
    /**
     * The age of a record, ns.
     *
     * @param position of the record in the journal
     * @param receivedNs receive time of the record as journalled, by the wall clock at that position, epoch ns
     */
    long ageNs(long position, long receivedNs);

    /** Ages by a wall clock that has never stepped. */
    static RecordAges at(long nowNs) {
        return (position, receivedNs) -> nowNs - receivedNs;
    }
}

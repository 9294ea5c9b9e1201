package io.tocsin.engine.journal;

/** Reads records back in order of position. Not thread-safe; several readers may read one journal. */
public interface JournalReader extends AutoCloseable {
    /** Position of the oldest retained record. */
    long firstPosition();

    /** Position after the last whole record. */
    long endPosition();

    /**
     * Passes the records {@code fromPosition <= position < toPosition} to the handler, verifying every checksum.
     *
     * @return one more than the last position read
     * @throws JournalException with file and offset when a record cannot be trusted
     */
    long read(long fromPosition, long toPosition, RecordHandler handler);

    @Override
    void close();
}

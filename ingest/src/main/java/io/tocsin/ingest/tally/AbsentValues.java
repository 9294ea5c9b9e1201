package io.tocsin.ingest.tally;

import java.util.List;
import java.util.function.Supplier;

/**
 * Values that a topic's configuration names and its messages do not have.
 *
 * @param messages that were looked at
 * @param values that none of them had
 */
public record AbsentValues(int messages, List<Absent> values) {
    /** Messages after which a value that none of them had is probably a mistake. */
    public static final int ENOUGH = 100;

    /**
     * A value.
     *
     * @param path as the configuration writes it
     * @param members names beside it in the newest message; reads that message, and may be called by any thread
     */
    public record Absent(String path, Supplier<List<String>> members) {}
}

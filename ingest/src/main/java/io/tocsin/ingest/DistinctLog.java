package io.tocsin.ingest;

import io.tocsin.engine.log.LineLog;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says each distinct error once, and repeats of it at most once a minute, or in another time, with their number. Any
 * thread; one line a call at most. Remembers at most 1,024 keys and is silent about further ones.
 */
public final class DistinctLog {
    private static final int MAX_KEYS = 1024;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private final long repeatAfterNs;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * @param log takes the lines
     * @param clockNs nanoseconds of a clock that does not step
     */
    public DistinctLog(Consumer<String> log, LongSupplier clockNs) {
        this(log, clockNs, MINUTE_NS);
    }

    /**
     * @param clockNs nanoseconds
     * @param repeatAfterNs a repeat is said when so much has gone by since the last one, nanoseconds
     */
    public DistinctLog(Consumer<String> log, LongSupplier clockNs, long repeatAfterNs) {
        this.log = log;
        this.clockNs = clockNs;
        this.repeatAfterNs = repeatAfterNs;
    }

    /**
     * Reports one error.
     *
     * @param key what makes it the same error
     * @param line what to say
     */
    public void report(String key, String line) {
        String said = admit(key, line);
        if (said != null) {
            LineLog.warn(log, said);
        }
    }

    private synchronized String admit(String key, String line) {
        long nowNs = clockNs.getAsLong();
        Entry entry = entries.get(key);
        if (entry == null) {
            if (entries.size() < MAX_KEYS) {
                entries.put(key, new Entry(nowNs));
                return line;
            }
            return null;
        }
        entry.repeats++;
        if (nowNs - entry.saidNs < repeatAfterNs) {
            return null;
        }
        String said = entry.repeats == 1 ? line : line + " (and " + (entry.repeats - 1) + " more like it since)";
        entry.saidNs = nowNs;
        entry.repeats = 0;
        return said;
    }

    private static final class Entry {
        private long saidNs;
        private long repeats;

        private Entry(long saidNs) {
            this.saidNs = saidNs;
        }
    }
}

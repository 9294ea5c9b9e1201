package io.tocsin.ingest.mapping;

import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeReader;
import java.util.Arrays;
import java.util.List;

/**
 * Event times of a document's elements: of the element, or else of the nearest around it. Each is read once. One
 * thread.
 */
final class ElementTimes {
    private static final long UNREAD = Long.MIN_VALUE + 1;
    private static final int NO_SLOT = -1;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final TimeConfig config;
    private final TimeReader reader;
    private final int slot;
    private final int nanosSlot;
    private final ScalarText scalars = new ScalarText();
    private Findings findings;
    private long[] timesNs = new long[8];
    private boolean[] replaced = new boolean[8];

    private ElementTimes(TimeConfig config, int slot, int nanosSlot) {
        this.config = config;
        this.reader = config == null ? null : config.format().reader();
        this.slot = slot;
        this.nanosSlot = nanosSlot;
    }

    /**
     * @param config null: no reading has a time
     * @param slots get the members that are needed
     */
    static ElementTimes of(TimeConfig config, List<MemberPath> slots) {
        if (config == null) {
            return new ElementTimes(null, NO_SLOT, NO_SLOT);
        }
        int slot = DocumentMapper.slot(slots, config.path());
        int nanos = config.nanosPath() == null ? NO_SLOT : DocumentMapper.slot(slots, config.nanosPath());
        return new ElementTimes(config, slot, nanos);
    }

    void begin(Findings document) {
        findings = document;
        if (config == null) {
            return;
        }
        int count = document.elementCount();
        if (timesNs.length < count) {
            timesNs = new long[count * 2];
            replaced = new boolean[count * 2];
        }
        Arrays.fill(timesNs, 0, count, UNREAD);
    }

    /** Epoch nanoseconds; {@link EventTime#ABSENT}, or {@link EventTime#INVALID} when it cannot be read. */
    long of(int element) {
        if (config == null) {
            return EventTime.ABSENT;
        }
        long timeNs = timesNs[element];
        if (timeNs == UNREAD) {
            timeNs = read(element);
            replaced[element] = timeNs == EventTime.INVALID && config.elseReceived();
            timeNs = replaced[element] ? EventTime.ABSENT : timeNs;
            timesNs[element] = timeNs;
        }
        return timeNs;
    }

    /** Whether the element has a time that cannot be read, and the receive time stands for it. */
    boolean isReplaced(int element) {
        return config != null && replaced[element];
    }

    /** Words for a time that cannot be read. */
    String fault() {
        return "member " + config.path() + " is no time in " + config.format().label() + " from 1678 to 2262";
    }

    /** Token of the element's time, which must have one. */
    int token(int element) {
        return findings.nearest(element, slot);
    }

    private long read(int element) {
        int e = element;
        while (e >= 0 && findings.own(e, slot) == Findings.ABSENT) {
            e = findings.parent(e);
        }
        if (e < 0 || findings.kind(findings.own(e, slot)) == TokenKind.NULL) {
            return EventTime.ABSENT;
        }
        long timeNs = time(findings.own(e, slot));
        if (nanosSlot == NO_SLOT || timeNs == EventTime.INVALID) {
            return timeNs;
        }
        int nanos = findings.own(e, nanosSlot);
        if (nanos == Findings.ABSENT || findings.kind(nanos) == TokenKind.NULL) {
            return timeNs;
        }
        long nanosOfSecond = nanos(nanos);
        return nanosOfSecond < 0 ? EventTime.INVALID : timeNs + nanosOfSecond;
    }

    private long time(int token) {
        return switch (findings.kind(token)) {
            case NUMBER -> number(token);
            case TEXT -> written(token);
            case INTEGER -> reader.ofInteger(findings.bits(token));
            case UNSIGNED -> findings.bits(token) < 0 ? EventTime.INVALID : reader.ofInteger(findings.bits(token));
            case DOUBLE, FLOAT -> reader.ofDouble(Double.longBitsToDouble(findings.bits(token)));
            case TIME -> findings.bits(token);
            case TRUE, FALSE, NULL, STRUCTURE -> EventTime.INVALID;
        };
    }

    /** A written number; of a pattern, its digits are a text. */
    private long number(int token) {
        if (config.format().pattern() != null) {
            return written(token);
        }
        if (config.format().unit().nanos() == 0) {
            return EventTime.INVALID;
        }
        return findings.isWhole(token) ? reader.ofInteger(findings.bits(token)) : written(token);
    }

    private long written(int token) {
        scalars.read(findings, token);
        return reader.parse(scalars.bytes(), scalars.from(), scalars.to());
    }

    /** Nanoseconds of the second, or -1. */
    private long nanos(int token) {
        long nanos = -1;
        if (findings.kind(token) == TokenKind.INTEGER || findings.kind(token) == TokenKind.UNSIGNED) {
            nanos = findings.bits(token);
        } else if (findings.kind(token) == TokenKind.NUMBER || findings.kind(token) == TokenKind.TEXT) {
            scalars.read(findings, token);
            nanos = digits();
        }
        return nanos >= 0 && nanos < NANOS_PER_SECOND ? nanos : -1;
    }

    private long digits() {
        if (scalars.to() - scalars.from() > 9 || scalars.to() == scalars.from()) {
            return -1;
        }
        long number = 0;
        for (int i = scalars.from(); i < scalars.to(); i++) {
            int digit = scalars.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}

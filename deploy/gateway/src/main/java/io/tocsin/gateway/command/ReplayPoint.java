package io.tocsin.gateway.command;

import io.tocsin.gateway.run.Replay;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A place in the journal, as written by a user.
 *
 * @param position journal position, or -1 when a time was given
 * @param timeNs time of reception, epoch ns, when a time was given
 */
public record ReplayPoint(long position, long timeNs) {
    private static final long NO_POSITION = -1;

    /** {@link #valueOf} as a picocli converter. */
    public static final class Converter implements ITypeConverter<ReplayPoint> {
        @Override
        public ReplayPoint convert(String text) {
            return valueOf(text);
        }
    }

    /** Reads {@code 4711} or {@code 2026-11-20T17:31:00Z}. */
    static ReplayPoint valueOf(String text) {
        if (text.matches("\\d{1,18}")) {
            return new ReplayPoint(Long.parseLong(text), 0);
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            long timeNs = Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
            return new ReplayPoint(NO_POSITION, timeNs);
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException(
                    "'" + text + "' is neither a journal position nor a time such as 2026-11-20T17:31:00Z");
        }
    }

    /** The range between two points, each of which may be absent (null). */
    public static Replay.Range range(ReplayPoint from, ReplayPoint to) {
        Replay.Range all = Replay.Range.ALL;
        return new Replay.Range(
                from != null && from.isPosition() ? from.position : all.fromPosition(),
                to != null && to.isPosition() ? to.position : all.toPosition(),
                from != null && !from.isPosition() ? from.timeNs : all.fromNs(),
                to != null && !to.isPosition() ? to.timeNs : all.toNs());
    }

    private boolean isPosition() {
        return position != NO_POSITION;
    }
}

package io.tocsin.gateway.command.alarms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line: ISO 8601 with an offset, as epoch ns. */
final class TimeOption implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is no time such as 2026-11-20T17:31:00Z");
        }
    }
}

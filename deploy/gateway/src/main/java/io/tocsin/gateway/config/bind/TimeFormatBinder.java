package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.ingest.decode.TimeFormat;
import java.time.ZoneId;

/** Reads how event times are written: {@code timeUnit} with its {@code zone}, of a topic or a file. */
final class TimeFormatBinder {
    private TimeFormatBinder() {}

    /** The format, or null when it has errors. */
    static TimeFormat bind(SectionReader keys, BindContext context) {
        TimeFormat format = keys.get(TopicKeys.TIME_UNIT);
        ZoneId zone = keys.get(TopicKeys.ZONE);
        return format == null
                ? null
                : context.attempt(
                        keys.nearest(TopicKeys.ZONE), () -> new TimeFormat(format.unit(), format.pattern(), zone));
    }
}

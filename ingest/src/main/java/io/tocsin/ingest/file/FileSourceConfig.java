package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
import java.nio.file.Path;

/**
 * A CSV file with a header row.
 *
 * @param name unique among the sources
 * @param path the file
 * @param sensorColumn header of the column with the sensor's name
 * @param valueColumn header of the column with the value
 * @param timeColumn header of the column with the event time, or null: the receive time
 * @param quality header of the column with the quality and its codes, or null: GOOD
 * @param numbersOnly whether a text that is no number is an error instead of a reading
 * @param timeUnit of the time column
 * @param pace 0: as fast as it can; otherwise event time runs this many times faster than the clock
 * @param futureLimitNs event times further than this beyond the receive time are replaced by it
 * @param follow whether it waits for more rows at the end of the file
 */
public record FileSourceConfig(
        String name,
        Path path,
        String sensorColumn,
        String valueColumn,
        String timeColumn,
        QualityMapping quality,
        boolean numbersOnly,
        TimeUnits timeUnit,
        double pace,
        long futureLimitNs,
        boolean follow) {
    public FileSourceConfig {
        if (!(pace >= 0) || Double.isInfinite(pace)) {
            throw new IllegalArgumentException("pace must be finite and not negative, pace=" + pace);
        }
    }

    /** A file that is read to its end, with texts, and qualities in unsaid codes. */
    public FileSourceConfig(
            String name,
            Path path,
            String sensorColumn,
            String valueColumn,
            String timeColumn,
            String qualityColumn,
            TimeUnits timeUnit,
            double pace,
            long futureLimitNs) {
        this(
                name,
                path,
                sensorColumn,
                valueColumn,
                timeColumn,
                QualityMapping.unsaid(qualityColumn),
                false,
                timeUnit,
                pace,
                futureLimitNs,
                false);
    }
}

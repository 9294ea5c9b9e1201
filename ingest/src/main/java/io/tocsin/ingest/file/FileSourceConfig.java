package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with readings.
 *
 * @param name unique among the sources
 * @param path the file
 * @param format of the file, with the readings that it holds
 * @param pace 0: as fast as it can; otherwise event time runs this many times faster than the clock
 * @param futureLimitNs event times further than this beyond the receive time are replaced by it
 * @param follow whether it waits for more rows at the end of the file
 * @param sorts whether readings are emitted in the order of their event times instead of the file's
 */
public record FileSourceConfig(
        String name, Path path, FileFormat format, double pace, long futureLimitNs, boolean follow, boolean sorts) {
    public FileSourceConfig {
        if (!(pace >= 0) || Double.isInfinite(pace)) {
            throw new IllegalArgumentException("pace must be finite and not negative, pace=" + pace);
        }
        if (sorts && follow) {
            throw new IllegalArgumentException("a file that is followed has no end to be sorted to");
        }
        if (sorts && !format.hasTimes()) {
            throw new IllegalArgumentException("rows without a time cannot be sorted");
        }
    }

    /** A plain CSV file with a reading a row that is read to its end, with texts, and qualities in unsaid codes. */
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
                new FileFormat.Csv(
                        CsvFormat.PLAIN,
                        CsvLayout.PLAIN,
                        new CsvMapping(
                                SensorTemplate.ofField(sensorColumn),
                                List.of(new ValueColumn(valueColumn, null, ValueRule.PLAIN)),
                                List.of(),
                                timeColumn == null ? List.of() : List.of(timeColumn),
                                TimeFormat.of(timeUnit),
                                false,
                                QualityMapping.unsaid(qualityColumn))),
                pace,
                futureLimitNs,
                false,
                false);
    }

    /** The format of a CSV file. */
    FileFormat.Csv csv() {
        return (FileFormat.Csv) format;
    }
}

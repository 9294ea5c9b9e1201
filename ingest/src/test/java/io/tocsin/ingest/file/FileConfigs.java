package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Configurations of file sources, a deviation from the plain one after the other. */
final class FileConfigs {
    private final Path path;
    CsvFormat format = CsvFormat.PLAIN;
    CsvLayout layout = CsvLayout.PLAIN;
    SensorTemplate sensor = SensorTemplate.COLUMN;
    List<ValueColumn> values = new ArrayList<>();
    List<String> except = List.of();
    List<String> time = List.of();
    TimeFormat timeFormat = TimeFormat.of(TimeUnits.MS);
    boolean elseReceived;
    QualityMapping quality;
    boolean follow;
    boolean sorts;

    private FileConfigs(Path path) {
        this.path = path;
    }

    /** Each of the columns a sensor; none: all columns. */
    static FileConfigs wide(Path path, String... columns) {
        FileConfigs config = new FileConfigs(path);
        for (String column : columns.length == 0 ? new String[] {ValueColumn.ALL} : columns) {
            config.values.add(new ValueColumn(column, null, ValueRule.PLAIN));
        }
        return config;
    }

    /** Sensor {@code tag}, value {@code value}. */
    static FileConfigs tall(Path path, ValueRule rule) {
        FileConfigs config = new FileConfigs(path);
        config.sensor = SensorTemplate.ofField("tag");
        config.values.add(new ValueColumn("value", null, rule));
        return config;
    }

    FileConfigs time(TimeFormat written, String... columns) {
        time = List.of(columns);
        timeFormat = written;
        return this;
    }

    FileConfigs format(char separator, TextEncoding encoding, String comment) {
        format = new CsvFormat(separator, encoding, comment);
        return this;
    }

    FileSourceConfig build() {
        return new FileSourceConfig(
                "f",
                path,
                new FileFormat.Csv(
                        format,
                        layout,
                        new CsvMapping(sensor, values, except, time, timeFormat, elseReceived, quality)),
                0,
                Long.MAX_VALUE,
                follow,
                sorts);
    }
}

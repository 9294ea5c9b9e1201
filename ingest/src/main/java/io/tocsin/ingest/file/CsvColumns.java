package io.tocsin.ingest.file;

import io.tocsin.ingest.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which column of a file is which, by its header row. -1: there is none. */
final class CsvColumns {
    private static final int NONE = -1;

    private final int sensor;
    private final int value;
    private final int time;
    private final int quality;
    private final int needed;

    private CsvColumns(int sensor, int value, int time, int quality) {
        this.sensor = sensor;
        this.value = value;
        this.time = time;
        this.quality = quality;
        this.needed = Math.max(Math.max(sensor, value), Math.max(time, quality)) + 1;
    }

    /** Finds the columns in the header row that the reader stands on. */
    static CsvColumns of(FileSourceConfig config, CsvReader header) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fieldCount(); i++) {
            int from = header.fieldFrom(i);
            names.add(new String(header.fieldBytes(i), from, header.fieldTo(i) - from, StandardCharsets.UTF_8).strip());
        }
        return new CsvColumns(
                find(config, names, config.sensorColumn()),
                find(config, names, config.valueColumn()),
                find(config, names, config.timeColumn()),
                find(
                        config,
                        names,
                        config.quality() == null ? null : config.quality().path()));
    }

    private static int find(FileSourceConfig config, List<String> names, String wanted) {
        if (wanted == null) {
            return NONE;
        }
        int index = names.indexOf(wanted);
        if (index == NONE) {
            throw new SourceException("source " + config.name() + ": " + config.path() + " has no column " + wanted
                    + ", its header is " + String.join(",", names));
        }
        return index;
    }

    int sensor() {
        return sensor;
    }

    int value() {
        return value;
    }

    int time() {
        return time;
    }

    int quality() {
        return quality;
    }

    boolean hasTime() {
        return time != NONE;
    }

    boolean hasQuality() {
        return quality != NONE;
    }

    /** How many fields a row must have. */
    int needed() {
        return needed;
    }
}

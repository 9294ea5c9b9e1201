package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import java.util.List;

/**
 * The readings that a row holds.
 *
 * @param sensor name of a reading's sensor
 * @param values columns with values
 * @param except columns that {@link ValueColumn#ALL} leaves out
 * @param time columns whose fields, with a blank between them, are the event time; empty: the receive time
 * @param timeFormat how it is written
 * @param elseReceived whether a time that cannot be read is replaced by the receive time, instead of losing the row
 * @param quality column with the quality of the row's readings and its codes, or null: GOOD
 */
public record CsvMapping(
        SensorTemplate sensor,
        List<ValueColumn> values,
        List<String> except,
        List<String> time,
        TimeFormat timeFormat,
        boolean elseReceived,
        QualityMapping quality) {
    /** Columns that an event time may be written in. */
    static final int MAX_TIME_COLUMNS = 2;

    public CsvMapping {
        values = List.copyOf(values);
        except = List.copyOf(except);
        time = List.copyOf(time);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a row needs a column with a value");
        }
        if (time.size() > MAX_TIME_COLUMNS) {
            throw new IllegalArgumentException("a time is in one column, or a date and a time in two, time=" + time);
        }
        if (time.size() > 1 && timeFormat.unit().nanos() != 0) {
            throw new IllegalArgumentException(
                    "a date and a time in two columns are text: timeUnit must be iso or a pattern, timeUnit="
                            + timeFormat.label());
        }
        if ((values.size() > 1 || hasAll(values)) && !sensor.hasColumn()) {
            throw new IllegalArgumentException("several columns would be one sensor, sensor=" + sensor);
        }
    }

    /**
     * Whether a row is an instant of several sensors: an empty field is no reading then. In other files a row is one
     * reading, and one with an empty value is BAD.
     */
    boolean isWide() {
        return isWide(sensor, values);
    }

    private static boolean isWide(SensorTemplate sensor, List<ValueColumn> values) {
        return values.size() > 1 || hasAll(values) || !sensor.hasField();
    }

    private static boolean hasAll(List<ValueColumn> values) {
        return values.stream().anyMatch(ValueColumn::isAll);
    }

    /** Whether the columns of the header decide which readings a row holds. */
    boolean hasAll() {
        return hasAll(values);
    }
}

package io.tocsin.ingest.file;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;

/** Format of a file, with the readings that its rows hold. */
public sealed interface FileFormat {
    /** How event times are written. */
    TimeFormat timeFormat();

    /** Whether a row may say its event time. */
    boolean hasTimes();

    /**
     * CSV, RFC 4180 and its relatives.
     *
     * @param text how it is divided into fields
     * @param layout its lines that hold no readings
     * @param mapping the readings of its other rows
     */
    record Csv(CsvFormat text, CsvLayout layout, CsvMapping mapping) implements FileFormat {
        @Override
        public TimeFormat timeFormat() {
            return mapping.timeFormat();
        }

        @Override
        public boolean hasTimes() {
            return !mapping.time().isEmpty();
        }
    }

    /**
     * InfluxDB line protocol.
     *
     * @param rule of every field
     * @param timeFormat a number of units
     * @param sensor names of the sensors
     */
    record Influx(ValueRule rule, TimeFormat timeFormat, NameTemplate sensor) implements FileFormat {
        public Influx {
            if (timeFormat.unit().nanos() == 0) {
                throw new IllegalArgumentException("times of line protocol are numbers: timeUnit must be s, ms, us or"
                        + " ns, timeUnit=" + timeFormat.label());
            }
        }

        @Override
        public boolean hasTimes() {
            return true;
        }
    }
}

package io.tocsin.ingest.file;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.decode.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One open CSV file of a source: its header, and the readings of its rows. One thread. */
final class CsvInput extends FileInput {
    private static final String SEPARATOR_LINE = "SEP=";
    private static final String NOT_UTF_8 =
            "the sensor's name is not UTF-8; set encoding, such as encoding: windows-1252";

    private final FileSourceConfig config;
    private final CsvReader reader;
    private CsvColumns columns;
    private CsvRow row;

    private CsvInput(FileSourceConfig config, CsvReader reader, Object fileKey) {
        super(config, reader, fileKey);
        this.config = config;
        this.reader = reader;
    }

    static CsvInput open(FileSourceConfig config, Object fileKey) throws IOException {
        return new CsvInput(config, CsvReader.open(config.path(), config.csv().text(), true), fileKey);
    }

    @Override
    boolean readHeader() throws IOException {
        reader.seek(0);
        if (!skipLines()) {
            return false;
        }
        boolean isThere = config.csv().layout().hasHeader() ? readNames() : useConfiguredNames();
        for (int i = 0; isThere && i < config.csv().layout().unitRows(); i++) {
            isThere = reader.nextRow();
        }
        if (!isThere) {
            return false;
        }
        row = new CsvRow(columns, config);
        return true;
    }

    /** Skips the lines in front of the header; {@code SEP=;} among them says the separator. */
    private boolean skipLines() throws IOException {
        boolean isThere = reader.nextLine();
        boolean saysSeparator = isThere && takeSeparator();
        for (int skipped = 1; isThere && skipped < config.csv().layout().skipRows(); skipped++) {
            isThere = reader.nextLine();
        }
        if (config.csv().layout().skipRows() == 0 && !saysSeparator) {
            reader.seek(0);
        }
        return isThere;
    }

    private boolean takeSeparator() {
        int length = reader.rawLength();
        int last = length > 0 && reader.raw()[reader.rawFrom() + length - 1] == '\r' ? length - 1 : length;
        if (last != SEPARATOR_LINE.length() + 1) {
            return false;
        }
        String line = new String(reader.raw(), reader.rawFrom(), last, StandardCharsets.ISO_8859_1);
        char sign = line.charAt(SEPARATOR_LINE.length());
        if (!line.regionMatches(true, 0, SEPARATOR_LINE, 0, SEPARATOR_LINE.length())
                || CsvFormat.SEPARATORS.indexOf(sign) < 0) {
            return false;
        }
        if (config.csv().text().separator() == CsvFormat.UNSAID) {
            reader.separator(sign);
        }
        return true;
    }

    private boolean readNames() throws IOException {
        if (!reader.nextRow()) {
            return false;
        }
        if (reader.fault() != null) {
            throw new SourceException(
                    "source " + config.name() + ": " + config.path() + " has no header row: " + reader.fault());
        }
        columns = CsvColumns.ofHeader(config, reader);
        return true;
    }

    private boolean useConfiguredNames() throws IOException {
        long first = reader.nextOffset();
        boolean needsRow =
                config.csv().mapping().hasAll() && config.csv().layout().names().isEmpty();
        if (needsRow && !reader.nextRow()) {
            return false;
        }
        columns = CsvColumns.withoutHeader(config, reader.fieldCount());
        reader.seek(first);
        return true;
    }

    @Override
    boolean hasHeader() {
        return row != null;
    }

    @Override
    int usualReadings() {
        return columns.valueCount();
    }

    @Override
    String place() {
        return "byte " + reader.rowOffset();
    }

    @Override
    boolean stage(FileReadings readings, boolean isAgain) throws IOException {
        if (readings.begin(this, isAgain)) {
            columns.sensors().forget();
        }
        if (!row.read(reader)) {
            readings.drop(row.reason(), row.detail());
            return true;
        }
        readings.eventTimeNs(row.eventTimeNs());
        for (int i = 0; i < columns.valueCount(); i++) {
            boolean isReading = row.readValue(reader, i);
            if (row.isText()) {
                if (!takeText(readings)) {
                    return false;
                }
                isReading = row.reason() == null;
            }
            int sensorId = isReading ? sensorId(readings, i) : Intake.UNKNOWN;
            if (row.reason() != null) {
                readings.drop(row.reason(), row.detail());
            } else if (isReading) {
                if (sensorId < 0) {
                    return false;
                }
                readings.stage(sensorId, row.value(), row.quality().code());
                watch(readings, sensorId);
            }
        }
        return true;
    }

    private void watch(FileReadings readings, int sensorId) {
        if (row.isText()) {
            readings.watchText(sensorId, row.value(), row.text(), row.textFrom(), row.textLength());
        } else if (row.quality() != Quality.BAD) {
            readings.watchNumber(sensorId);
        }
        if (row.hasAssumedQuality()) {
            readings.watchQuality(sensorId, config.csv().mapping().quality());
        }
        if (row.isTimeReplaced()) {
            readings.countReplacedTime();
        }
    }

    /** Makes a value of the row's text, or refuses it; false when the gateway is stopping. */
    private boolean takeText(FileReadings readings) {
        int textId = readings.textId(row.text(), row.textFrom(), row.textLength());
        if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
            return false;
        }
        if (textId >= 0) {
            row.acceptText(textId);
        } else {
            row.refuseText();
        }
        return true;
    }

    /**
     * The sensor of a value, or a negative number when there is none: see the row's reason, or the gateway is stopping.
     */
    private int sensorId(FileReadings readings, int value) {
        CsvNames names = columns.sensors();
        int fixedId = names.fixedId(value);
        if (fixedId >= 0) {
            return fixedId;
        }
        names.make(reader, value);
        int sensorId = readings.sensorId(names.bytes(), names.from(), names.length());
        SensorRefusal refusal = SensorRefusal.of(sensorId);
        if (refusal != null) {
            boolean isEncoded = Utf8.isValid(names.bytes(), names.from(), names.from() + names.length());
            row.refuse(refusal.reason(), isEncoded ? refusal.detail() : NOT_UTF_8);
        } else if (sensorId >= 0) {
            names.keep(value, sensorId);
        }
        return sensorId;
    }
}

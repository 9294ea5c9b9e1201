package io.tocsin.ingest.file;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.SensorRefusal;
import io.tocsin.ingest.influx.LineProtocolReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import java.io.IOException;

/** One open file of line protocol: each field of a line is a reading. One thread; allocates for faults only. */
final class InfluxInput extends FileInput {
    private static final TopicLevels NO_TOPIC = new TopicLevels("");
    private static final byte[] NO_COMMENT = {};

    private final RowReader rows;
    private final LineProtocolReader reader;
    private final Readings line = new Readings();
    private boolean hasBegun;
    private int lost;
    private Counter lostReason;
    private String lostDetail;

    private InfluxInput(FileSourceConfig config, FileFormat.Influx format, RowReader rows, Object fileKey) {
        super(config, rows, fileKey);
        this.rows = rows;
        this.reader = LineProtocolReader.ofFile(
                format.rule(), format.timeFormat(), format.sensor(), CsvNames.fileName(config.path()));
    }

    static InfluxInput open(FileSourceConfig config, FileFormat.Influx format, Object fileKey) throws IOException {
        FileText text = RowReader.open(config.path(), TextEncoding.UTF_8, true);
        RowReader rows = new RowReader(text, new LineRows(text.window()), NO_COMMENT, true);
        return new InfluxInput(config, format, rows, fileKey);
    }

    @Override
    boolean readHeader() throws IOException {
        rows.seek(0);
        hasBegun = true;
        return true;
    }

    @Override
    boolean hasHeader() {
        return hasBegun;
    }

    @Override
    int usualReadings() {
        return 1;
    }

    @Override
    String place() throws IOException {
        return "line " + lineAt(rows.rowOffset());
    }

    @Override
    boolean stage(FileReadings readings, boolean isAgain) throws IOException {
        readings.begin(this, isAgain);
        if (rows.fault() != null) {
            readings.drop(Counter.DROPPED_BAD_ROW, rows.fault());
            return true;
        }
        reader.read(rows.raw(), rows.rawFrom(), rows.rawLength(), NO_TOPIC, line);
        if (line.reason() != null) {
            readings.drop(line.reason(), line.detail());
            return true;
        }
        lost = 0;
        for (int i = 0; i < line.size(); i++) {
            if (line.refusal(i) == null && !stage(readings, i)) {
                return false;
            }
            if (line.refusal(i) != null) {
                lose(readings, line.refusal(i), line.detail(i));
            }
        }
        if (line.rounded() >= 0) {
            readings.watchRounded(line.name(line.rounded()));
        }
        keepLost(readings);
        return true;
    }

    /** Stages a reading, or refuses it; false when the gateway is stopping. */
    private boolean stage(FileReadings readings, int i) {
        readings.eventTimeNs(line.eventTimeNs(i));
        if (line.isUndecided(i) && !takeText(readings, i)) {
            return false;
        }
        if (line.refusal(i) != null) {
            return true;
        }
        int sensorId = readings.sensorId(line.names(), line.nameFrom(i), line.nameLength(i));
        SensorRefusal refusal = SensorRefusal.of(sensorId);
        if (refusal != null) {
            line.refuse(i, refusal.reason(), refusal.detail());
            return true;
        }
        if (sensorId < 0) {
            return false;
        }
        readings.stage(sensorId, line.value(i), line.quality(i));
        if (line.isText(i)) {
            readings.watchText(sensorId, line.value(i), line.text(i), line.textFrom(i), line.textLength(i));
        } else if (line.quality(i) != Quality.BAD.code()) {
            readings.watchNumber(sensorId);
        }
        return true;
    }

    /** Finds the value of a text, or refuses it; false when the gateway is stopping. */
    private boolean takeText(FileReadings readings, int i) {
        if (line.isNumeral(i) && !readings.keepsNumerals(line.names(), line.nameFrom(i), line.nameLength(i))) {
            line.acceptNumeral(i);
            return true;
        }
        int textId = readings.textId(line.text(i), line.textFrom(i), line.textLength(i));
        if (textId == Intake.NO_ROOM_FOR_DEFINITION) {
            return false;
        }
        if (textId >= 0) {
            line.acceptText(i, textId);
        } else {
            line.refuseText(i);
        }
        return true;
    }

    /** Counts a reading that is lost; the line is kept once, with the first of them. */
    private void lose(FileReadings readings, Counter reason, String detail) {
        if (readings.count(reason, detail) && lost++ == 0) {
            lostReason = reason;
            lostDetail = detail;
        }
    }

    private void keepLost(FileReadings readings) throws IOException {
        if (lost > 0) {
            String more = lost == 1 ? "" : ", and " + (lost - 1) + " more of its " + line.size() + " readings";
            readings.quarantine(lostReason, lostDetail + more);
        }
    }
}

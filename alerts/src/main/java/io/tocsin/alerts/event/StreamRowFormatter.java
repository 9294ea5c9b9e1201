package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the contract's JSON object of a row. One thread.
 *
 * <p>A row's id is that of its window: {@code stream/version/sensor/end}, the end in epoch nanoseconds. An update has the id
 * of what it replaces, so whoever keeps the newest row of each id has the table. A late sample's id ends in its time,
 * {@code -late-} and the bits of its value: it is no window and replaces none. A result of a function is a row whose start and
 * end are its time.
 */
final class StreamRowFormatter {
    private static final String COUNT = Aggregate.COUNT.label();

    private final String gateway;
    private final ResultNames names;
    private final JsonLine line;

    StreamRowFormatter(String gateway, ResultNames names, boolean withDecided) {
        this.gateway = gateway;
        this.names = names;
        this.line = new JsonLine(gateway, withDecided);
    }

    FormattedResult format(StreamRowFlyweight row) {
        DerivedNode stream = names.stream(row.streamId());
        RowFields fields = fields(row, stream);
        String json =
                line.write(members -> writeMembers(members, fields), row.position(), row.receivedNs(), row.decidedNs());
        return new FormattedResult(fields.key(), stream.sinks(), json);
    }

    private RowFields fields(StreamRowFlyweight row, DerivedNode stream) {
        String name = PlainText.wellFormed(stream.name());
        String sensor = names.sensorName(row.sensorId());
        String series = name + '/' + names.streamVersion(row.streamId()) + '/' + sensor + '/';
        if (row.isLate()) {
            double value = row.value(0);
            String time = EventTimes.iso(row.startNs());
            String id = series + row.startNs() + "-late-" + Long.toHexString(Double.doubleToLongBits(value));
            List<RowFields.Value> values =
                    Double.isFinite(value) ? List.of(new RowFields.Value(RowFields.LATE_VALUE, value)) : List.of();
            return new RowFields(id, name, sensor, true, false, time, time, 1, values, row.position(), gateway);
        }
        boolean isResult = stream instanceof ProcessNode;
        return new RowFields(
                isResult ? idOfResult(series, row) : series + row.endNs(),
                name,
                sensor,
                false,
                row.isUpdate(),
                EventTimes.iso(row.startNs()),
                EventTimes.iso(row.endNs()),
                isResult ? 1 : row.count(),
                values(row, stream),
                row.position(),
                gateway);
    }

    /** A function may give several results for one time: from the second on they are numbered. */
    private static String idOfResult(String series, StreamRowFlyweight row) {
        return series + row.endNs() + (row.count() == 1 ? "" : "-" + row.count());
    }

    private static List<RowFields.Value> values(StreamRowFlyweight row, DerivedNode stream) {
        List<RowFields.Value> values = new ArrayList<>(row.valueCount());
        for (int i = 0; i < row.valueCount(); i++) {
            double value = row.value(i);
            String label = stream.outputLabel(i);
            if (!label.equals(COUNT) && Double.isFinite(value)) {
                values.add(new RowFields.Value(label.isEmpty() ? RowFields.LATE_VALUE : label, value));
            }
        }
        return values;
    }

    private static void writeMembers(JsonGenerator json, RowFields row) throws IOException {
        json.writeStringField("id", row.id());
        json.writeStringField(RowFields.STREAM, row.stream());
        json.writeStringField("sensor", row.sensor());
        if (row.isLate()) {
            json.writeBooleanField("late", true);
            json.writeStringField("time", row.start());
        } else {
            json.writeStringField("start", row.start());
            json.writeStringField("end", row.end());
            json.writeNumberField("count", row.count());
        }
        for (RowFields.Value value : row.values()) {
            JsonLine.writeNumber(json, value.label(), value.number());
        }
        if (!row.isLate()) {
            json.writeBooleanField("update", row.isUpdate());
        }
    }
}

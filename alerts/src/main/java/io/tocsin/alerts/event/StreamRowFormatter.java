package io.tocsin.alerts.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the contract's JSON object of a row. One thread.
 *
 * <p>A row's id is that of its window: {@code stream/version/sensor/end}, the end in epoch nanoseconds. An update has
 * the id of the row that it replaces, so a consumer that keeps the newest row of each id has the current table. The id
 * of a late sample ends in its time, {@code -late-} and the bits of its value, so it replaces no window. The id of a
 * join's row ends in a hash of its times and values after the end, because many such rows may have one end. Several
 * rows of a rolling window or of a function for one time have a number after the time, except the first. A function's
 * row starts and ends at its time. After the key's clock has gone back, its times may repeat: {@code ~} and the number
 * of these steps are appended.
 */
final class StreamRowFormatter {
    private static final String COUNT = Aggregate.COUNT.label();
    /** {@link StreamRowFlyweight#timeNs} of an absent side. */
    private static final long NO_TIME = Long.MIN_VALUE;

    private static final long HASH_MULTIPLIER = 0x9E3779B97F4A7C15L;

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
            String id =
                    series + row.startNs() + clock(row) + "-late-" + Long.toHexString(Double.doubleToLongBits(value));
            List<RowFields.Value> values =
                    Double.isFinite(value) ? List.of(new RowFields.Value(RowFields.LATE_VALUE, value)) : List.of();
            return new RowFields(id, name, sensor, true, false, time, time, 1, values, row.position(), gateway);
        }
        int outputCount = stream.outputCount();
        boolean isResult = stream instanceof ProcessNode;
        return new RowFields(
                series + row.endNs() + clock(row) + suffix(row, isResult),
                name,
                sensor,
                false,
                row.isUpdate(),
                EventTimes.iso(row.startNs()),
                EventTimes.iso(row.endNs()),
                isResult ? 1 : row.count(),
                values(row, stream),
                row.isJoin() ? time(row.timeNs(outputCount)) : "",
                row.isJoin() ? time(row.timeNs(outputCount + 1)) : "",
                row.position(),
                gateway);
    }

    /** Suffix that distinguishes rows with the same end before and after a clock went back. */
    private static String clock(StreamRowFlyweight row) {
        return row.clock() == 0 ? "" : "~" + row.clock();
    }

    /** Suffix that distinguishes rows with the same end. */
    private static String suffix(StreamRowFlyweight row, boolean isResult) {
        if (row.isJoin()) {
            return '-' + Long.toHexString(contentHash(row));
        }
        long place = isResult ? row.count() : row.givenBefore() + 1;
        return place > 1 ? "-" + place : "";
    }

    private List<RowFields.Value> values(StreamRowFlyweight row, DerivedNode stream) {
        // A function's rows have the main output only.
        int valueCount = stream instanceof ProcessNode ? row.valueCount() : stream.outputCount();
        List<RowFields.Value> values = new ArrayList<>(valueCount);
        for (int i = 0; i < valueCount; i++) {
            double value = row.value(i);
            String label = stream.outputLabel(i);
            if (TextValue.isText(value)) {
                values.add(new RowFields.Value(label, names.text(TextValue.id(value))));
            } else if (!label.equals(COUNT) && Double.isFinite(value)) {
                values.add(new RowFields.Value(label.isEmpty() ? RowFields.LATE_VALUE : label, value));
            }
        }
        return values;
    }

    private static String time(long timeNs) {
        return timeNs == NO_TIME ? "" : EventTimes.iso(timeNs);
    }

    private static long contentHash(StreamRowFlyweight row) {
        long hash = 0;
        for (int i = 0; i < row.valueCount(); i++) {
            hash = (hash ^ row.timeNs(i)) * HASH_MULTIPLIER;
            hash ^= hash >>> 32;
        }
        return hash;
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
        if (!row.leftTime().isEmpty()) {
            json.writeStringField(RowFields.LEFT_TIME, row.leftTime());
        }
        if (!row.rightTime().isEmpty()) {
            json.writeStringField(RowFields.RIGHT_TIME, row.rightTime());
        }
        for (RowFields.Value value : row.values()) {
            JsonLine.writeValue(json, value.label(), value.number(), value.text());
        }
        if (!row.isLate()) {
            json.writeBooleanField("update", row.isUpdate());
        }
    }
}

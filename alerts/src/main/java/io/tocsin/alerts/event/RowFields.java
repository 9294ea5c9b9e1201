package io.tocsin.alerts.event;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.window.Aggregate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a row's JSON object that sinks need.
 *
 * @param id of the window; all rows of one window have it. A late sample has an id of its own
 * @param sensor the sensor or group whose window it is
 * @param isLate whether the row is a late sample instead of a window
 * @param isUpdate whether a row of this window was emitted before
 * @param start ISO-8601; of a late sample its time
 * @param end ISO-8601, behind the window; of a late sample its time
 * @param count samples of the window; 1 of a late sample
 * @param leftTime of a join: ISO-8601 time of its left sample; else, or without one, ""
 * @param rightTime of a join: ISO-8601 time of its right sample; else, or without one, ""
 * @param position of the journal record that caused it
 * @param values those that are finite or texts, in their order, without the count; of a late sample its value
 */
public record RowFields(
        String id,
        String stream,
        String sensor,
        boolean isLate,
        boolean isUpdate,
        String start,
        String end,
        long count,
        List<Value> values,
        String leftTime,
        String rightTime,
        long position,
        String gateway)
        implements ResultFields {
    static final String STREAM = "stream";
    static final String LATE_VALUE = "value";
    static final String LEFT_TIME = "leftTime";
    static final String RIGHT_TIME = "rightTime";
    private static final long POSITION_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final Set<String> VALUE_LABELS = valueLabels();

    /**
     * One value of a row.
     *
     * @param label of the aggregate, or {@code value}
     * @param number finite; NaN of a text
     * @param text null of a number
     */
    public record Value(String label, double number, String text) {
        /** A number. */
        public Value(String label, double number) {
            this(label, number, null);
        }

        /** A text. */
        public Value(String label, String text) {
            this(label, Double.NaN, text);
        }

        /** The value for people. */
        String shown() {
            return text == null ? HumanNumber.format(number) : text;
        }
    }

    public RowFields {
        values = List.copyOf(values);
    }

    /** Fields of a window or a late sample. */
    public RowFields(
            String id,
            String stream,
            String sensor,
            boolean isLate,
            boolean isUpdate,
            String start,
            String end,
            long count,
            List<Value> values,
            long position,
            String gateway) {
        this(id, stream, sensor, isLate, isUpdate, start, end, count, values, "", "", position, gateway);
    }

    static RowFields of(Map<String, JsonLine.Member> members) throws IOException {
        boolean isLate = JsonLine.Member.textOf(members, "late").equals("true");
        try {
            return new RowFields(
                    JsonLine.Member.textOf(members, "id"),
                    JsonLine.Member.textOf(members, STREAM),
                    JsonLine.Member.textOf(members, "sensor"),
                    isLate,
                    JsonLine.Member.textOf(members, "update").equals("true"),
                    JsonLine.Member.textOf(members, isLate ? "time" : "start"),
                    JsonLine.Member.textOf(members, isLate ? "time" : "end"),
                    isLate ? 1 : Long.parseLong(JsonLine.Member.textOf(members, "count")),
                    values(members),
                    JsonLine.Member.textOf(members, LEFT_TIME),
                    JsonLine.Member.textOf(members, RIGHT_TIME),
                    Long.parseLong(JsonLine.Member.textOf(members, "position")),
                    JsonLine.Member.textOf(members, "gateway"));
        } catch (NumberFormatException e) {
            throw new IOException("not a row", e);
        }
    }

    @Override
    public long key() {
        return EventKey.of(this);
    }

    @Override
    public long lineKey() {
        return isUpdate || isLate ? key() ^ position * POSITION_MULTIPLIER : key();
    }

    /** Values of the row, for people: {@code count 600, avg 81.2, max 84}. */
    public String numbers() {
        StringBuilder text = new StringBuilder();
        if (!isLate) {
            text.append("count ").append(count);
        }
        for (Value value : values) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(value.label())
                    .append(' ')
                    .append(value.shown());
        }
        return text.toString();
    }

    private static Set<String> valueLabels() {
        Set<String> labels = new HashSet<>();
        labels.add(LATE_VALUE);
        for (Aggregate aggregate : Aggregate.values()) {
            if (aggregate != Aggregate.COUNT) {
                labels.add(aggregate.label());
            }
        }
        for (JoinValue value : JoinValue.values()) {
            labels.add(value.label());
        }
        return labels;
    }

    private static List<Value> values(Map<String, JsonLine.Member> members) {
        List<Value> values = new ArrayList<>();
        members.forEach((label, member) -> {
            if (VALUE_LABELS.contains(label) || label.startsWith(TimeInState.LABEL_PREFIX)) {
                values.add(
                        member.isText() && label.equals(JoinValue.RIGHT.label()) // names are looked up there
                                ? new Value(label, member.text())
                                : new Value(label, Double.parseDouble(member.text())));
            }
        });
        return values;
    }
}

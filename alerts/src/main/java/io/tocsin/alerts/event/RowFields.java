package io.tocsin.alerts.event;

import io.tocsin.engine.plan.Aggregate;
import io.tocsin.engine.plan.JoinValue;
import io.tocsin.engine.plan.TimeInState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a row's JSON object that sinks need.
 *
 * @param id of the window; all rows of one window have it. Of a late sample: its own
 * @param sensor the sensor or group whose window it is
 * @param isLate whether it is no window but a sample that came too late
 * @param isUpdate whether a row of this window has left before
 * @param start ISO-8601; of a late sample its time
 * @param end ISO-8601, behind the window; of a late sample its time
 * @param count samples of the window; 1 of a late sample
 * @param leftTime of a join: ISO-8601 time of its left sample; else, or without one, ""
 * @param rightTime of a join: ISO-8601 time of its right sample; else, or without one, ""
 * @param position of the journal record that caused it
 * @param values those that are finite, in their order, without the count; of a late sample its value
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
     * One number of a row.
     *
     * @param label of the aggregate, or {@code value}
     * @param number finite
     */
    public record Value(String label, double number) {}

    public RowFields {
        values = List.copyOf(values);
    }

    /** That of a window or a late sample. */
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

    static RowFields of(Map<String, String> members) throws IOException {
        boolean isLate = "true".equals(members.get("late"));
        try {
            return new RowFields(
                    members.getOrDefault("id", ""),
                    members.getOrDefault(STREAM, ""),
                    members.getOrDefault("sensor", ""),
                    isLate,
                    "true".equals(members.get("update")),
                    members.getOrDefault(isLate ? "time" : "start", ""),
                    members.getOrDefault(isLate ? "time" : "end", ""),
                    isLate ? 1 : Long.parseLong(members.getOrDefault("count", "")),
                    values(members),
                    members.getOrDefault(LEFT_TIME, ""),
                    members.getOrDefault(RIGHT_TIME, ""),
                    Long.parseLong(members.getOrDefault("position", "")),
                    members.getOrDefault("gateway", ""));
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

    /** What it says, for people: {@code count 600, avg 81.2, max 84}. */
    public String numbers() {
        StringBuilder text = new StringBuilder();
        if (!isLate) {
            text.append("count ").append(count);
        }
        for (Value value : values) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(value.label())
                    .append(' ')
                    .append(HumanNumber.format(value.number()));
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

    private static List<Value> values(Map<String, String> members) {
        List<Value> values = new ArrayList<>();
        members.forEach((label, text) -> {
            if (VALUE_LABELS.contains(label) || label.startsWith(TimeInState.LABEL_PREFIX)) {
                values.add(new Value(label, Double.parseDouble(text)));
            }
        });
        return values;
    }
}

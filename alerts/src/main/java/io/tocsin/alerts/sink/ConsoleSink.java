package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.HumanDuration;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.event.RowFields;
import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints one readable line for each event: time, event, priority, alarm, level, sensor, message; for a clear also the
 * duration and, unless the value cleared it, the reason. Prints one line for each row: end of the window, kind of row,
 * stream, sensor, numbers, start. Line breaks and control characters are escaped.
 */
public final class ConsoleSink implements Sink {
    private static final String RED = "\u001B[31m";
    private static final String GREEN = "\u001B[32m";
    private static final String YELLOW = "\u001B[33m";
    private static final String RESET = "\u001B[0m";
    private static final String CLEARED = "CLEARED";
    private static final String RULE_CHANGED = "RULE_CHANGED";
    /** "2026-11-20T17:31:00.000": to the millisecond. */
    private static final int READABLE_TIME_LENGTH = 23;

    private final String name;
    private final PrintStream out;
    private final boolean colour;
    private volatile boolean isGone;

    ConsoleSink(String name, PrintStream out, boolean colour) {
        this.name = name;
        this.out = out;
        this.colour = colour;
    }

    /** Writes to standard output, in colour when that is a terminal and {@code NO_COLOR} is not set. */
    // JDK 22 to 24 give a console for a pipe too; 17 and 25, which we run on, do not (JDK-8351435).
    @SuppressWarnings("SystemConsoleNull")
    static ConsoleSink standardOutput(String name) {
        return new ConsoleSink(name, System.out, System.console() != null && System.getenv("NO_COLOR") == null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "console";
    }

    @Override
    public String target(LogFrame frame) {
        return description();
    }

    @Override
    public void open() {}

    @Override
    public void deliver(List<LogFrame> frames, Receipts receipts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (LogFrame frame : frames) {
            ResultFields fields = FrameFields.of(frame);
            lines.append(fields instanceof RowFields row ? line(row) : line((EventFields) fields))
                    .append('\n');
        }
        out.print(lines);
        check();
        for (LogFrame frame : frames) {
            receipts.delivered(frame);
        }
    }

    @Override
    public void check() throws IOException {
        if (out.checkError()) {
            isGone = true;
            throw new IOException("standard output is closed");
        }
    }

    @Override
    public void sync() {
        out.flush();
    }

    /** A closed standard output stays closed. */
    @Override
    public boolean isGone() {
        return isGone;
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}

    String line(EventFields event) {
        String kind = padded(event.event());
        String line = readable(event.time()) + "  " + (colour ? colourOf(event) + kind + RESET : kind) + ' '
                + priority(event.priority()) + "  "
                + escaped(event.alarm()) + (event.level().isEmpty() ? "" : " " + event.level()) + "  "
                + escaped(event.sensor()) + "  " + outcome(event) + escaped(event.message());
        return line.stripTrailing();
    }

    /** State of the alarm, printed before the message because raise and clear have the same message. */
    private static String outcome(EventFields event) {
        if (event.isHeld()) {
            return "held, no value: ";
        }
        String why = switch (event.reason()) {
            case "" -> event.event().equals(CLEARED) ? "back to normal" : "";
            case RULE_CHANGED -> RULE_CHANGED + ", the rule was changed or removed,";
            default -> escaped(event.reason()).toLowerCase(Locale.ROOT).replace('_', ' ');
        };
        if (why.isEmpty()) {
            return "";
        }
        long lastedNs = event.event().equals(CLEARED) ? event.lastedNs() : EventFields.UNKNOWN;
        return why + (lastedNs == EventFields.UNKNOWN ? ": " : " after " + HumanDuration.format(lastedNs) + ": ");
    }

    String line(RowFields row) {
        String line = readable(row.end()) + "  " + padded(kind(row)) + ' '
                + priority("") + "  "
                + escaped(row.stream()) + "  " + escaped(row.sensor()) + "  " + row.numbers();
        return row.isLate() ? line : line + ", since " + readable(row.start());
    }

    private static String kind(RowFields row) {
        if (row.isLate()) {
            return "LATE";
        }
        return row.isUpdate() ? "UPDATED" : "ROW";
    }

    private static String padded(String kind) {
        return String.format(Locale.ROOT, "%-13s", kind);
    }

    private static String priority(String priority) {
        return String.format(Locale.ROOT, "%-8s", priority);
    }

    private static String readable(String time) {
        return time.length() > READABLE_TIME_LENGTH
                ? time.substring(0, READABLE_TIME_LENGTH).replace('T', ' ') + 'Z'
                : time;
    }

    private static String colourOf(EventFields event) {
        return switch (event.event()) {
            case "RAISED" -> RED;
            case CLEARED -> GREEN;
            default -> YELLOW;
        };
    }

    private static String escaped(String text) {
        return PlainText.escape(text);
    }
}

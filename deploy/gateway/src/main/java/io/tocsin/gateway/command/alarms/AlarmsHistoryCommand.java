package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.event.EventMembers;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.log.LoggedEvents;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.gateway.print.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin alarms history}: what happened to alarms, and who did what. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = {
            "Prints events of the alarm log in the order of decision: what alarms did, and who acted on them, and why.",
            "Reads the alarm log, also that of a running gateway, and changes nothing."
        })
final class AlarmsHistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--alarm", paramLabel = "ALARM", description = "Only events of the alarm of this name.")
    private String alarm;

    @Option(names = "--sensor", paramLabel = "SENSOR", description = "Only events of the sensor of this name.")
    private String sensor;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only events of this time or later, such as 2026-11-20T06:00:00+01:00.")
    private Long fromNs;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only events before this time.")
    private Long toNs;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "50",
            description = "The last N of these events; 0: all. Default: ${DEFAULT-VALUE}.")
    private int last;

    @Option(names = "--json", description = "Prints the events as in the alarm log, one JSON object a line.")
    private boolean isJson;

    @Override
    public Integer call() throws ConfigException, CommandException {
        if (last < 0) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--last must not be negative, is " + last);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Deque<String> lines = new ArrayDeque<>();
        Consumer<String> print = last == 0
                ? out::println
                : line -> {
                    lines.addLast(line);
                    if (lines.size() > last) {
                        lines.removeFirst();
                    }
                };
        LoggedEvents.read(
                DataDirectory.alarms(config.load().dataDir()),
                (ordinal, json) -> {
                    EventMembers event = EventMembers.parse(json);
                    if (isWanted(event)) {
                        print.accept(isJson ? json : line(event));
                    }
                },
                note -> err.println("note: " + note));
        lines.forEach(out::println);
        return ExitCodes.FINE;
    }

    private boolean isWanted(EventMembers event) throws IOException {
        if ((alarm != null && !alarm.equals(event.text("alarm")))
                || (sensor != null && !sensor.equals(event.text("sensor")))) {
            return false;
        }
        long timeNs = event.timeNs("time");
        return (fromNs == null || timeNs >= fromNs) && (toNs == null || timeNs < toNs);
    }

    /** {@code 2026-11-20 17:00:40.000Z  ACKNOWLEDGED  high  oven-hot HI  oven/temp  by ann: see to it}. */
    private static String line(EventMembers event) throws IOException {
        StringBuilder line = new StringBuilder(Times.millis(event.timeNs("time")));
        String level = event.text("level");
        add(line, event.text("event"));
        add(line, event.text("priority"));
        add(line, event.text("alarm") + (level.isEmpty() ? "" : ' ' + level));
        add(line, event.text("sensor"));
        if (event.text("who").isEmpty()) {
            add(line, event.text("message"));
        } else {
            String why = event.text("why");
            String refused = event.text("event").equals("REFUSED") ? ", " + event.text("reason") : "";
            add(line, "by " + event.text("who") + refused + (why.isEmpty() ? "" : ": " + why));
        }
        return line.toString();
    }

    private static void add(StringBuilder line, String text) {
        if (!text.isEmpty()) {
            line.append("  ").append(PlainText.escape(text));
        }
    }
}

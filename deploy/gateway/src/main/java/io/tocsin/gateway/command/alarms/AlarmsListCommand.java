package io.tocsin.gateway.command.alarms;

import io.tocsin.alerts.current.CurrentAlarm;
import io.tocsin.alerts.current.CurrentAlarmJson;
import io.tocsin.alerts.current.CurrentAlarms;
import io.tocsin.alerts.event.EventMembers;
import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.log.LoggedEvents;
import io.tocsin.gateway.command.CommandException;
import io.tocsin.gateway.command.ConfigOption;
import io.tocsin.gateway.command.ExitCodes;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.gateway.print.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin alarms list}: the current alarms, or those of an earlier time. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the alarms that are active, wait for an operator, or are hidden; the most urgent first.",
            "Reads the alarm log, also that of a running gateway, and changes nothing."
        })
final class AlarmsListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "The alarms as they were when the gateway had received everything up to this time.")
    private Long atNs;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean isJson;

    @Override
    public Integer call() throws ConfigException, CommandException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        CurrentAlarms alarms = new CurrentAlarms();
        LoggedEvents.read(
                DataDirectory.alarms(config.load().dataDir()),
                (ordinal, json) -> {
                    EventMembers event = EventMembers.parse(json);
                    if (atNs == null || event.timeNs("received") <= atNs) {
                        alarms.onEvent(event);
                    }
                },
                line -> err.println("note: " + line));
        List<CurrentAlarm> list = alarms.list();
        if (isJson) {
            out.println(CurrentAlarmJson.of(list));
        } else if (list.isEmpty()) {
            out.println("no alarms");
        } else {
            table(list).lines().forEach(out::println);
        }
        return ExitCodes.FINE;
    }

    private static TextTable table(List<CurrentAlarm> list) {
        TextTable table = new TextTable("priority", "state", "since", "alarm", "sensor", "message");
        for (CurrentAlarm alarm : list) {
            table.row(
                    alarm.priority().isEmpty() ? "-" : PlainText.escape(alarm.priority()),
                    state(alarm),
                    alarm.raised().isEmpty() ? "-" : StateWords.toTheSecond(alarm.raised()),
                    PlainText.escape(alarm.alarm()) + (alarm.level().isEmpty() ? "" : ' ' + alarm.level()),
                    PlainText.escape(alarm.sensor()),
                    PlainText.escape(alarm.message()));
        }
        return table;
    }

    private static String state(CurrentAlarm alarm) {
        List<String> words = new ArrayList<>();
        words.add(StateWords.of(alarm.state()));
        for (String way : alarm.hidden()) {
            words.add(
                    switch (way) {
                        case "outOfService" -> "out of service";
                        case "shelved" ->
                            alarm.until().isEmpty() ? way : way + " until " + StateWords.toTheSecond(alarm.until());
                        default -> way;
                    });
        }
        return String.join(", ", words);
    }
}

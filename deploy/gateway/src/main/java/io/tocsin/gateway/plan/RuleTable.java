package io.tocsin.gateway.plan;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.gateway.print.TextTable;

/** The streams and the rules of a plan as tables. */
public final class RuleTable {
    private RuleTable() {}

    /** One row a stream, in the order of the configuration. */
    public static TextTable ofStreams(Plan plan) {
        TextTable table = new TextTable("STREAM", "WINDOW", "FROM", "KEY", "SINKS", "GIVES");
        for (StreamNode stream : plan.streams()) {
            table.row(
                    stream.name(),
                    Descriptions.window(stream.window()),
                    stream.selector().filter(),
                    stream.groupBy().isEmpty() ? "sensor" : stream.groupBy(),
                    stream.sinks().isEmpty() ? "none" : String.join(", ", stream.sinks()),
                    Descriptions.stream(stream));
        }
        return table;
    }

    /** One row a rule, in the order of the configuration. */
    public static TextTable of(Plan plan) {
        TextTable table = new TextTable("ALARM", "TYPE", "SENSORS", "PRIORITY", "SINKS", "DETECTS");
        for (AlarmRule rule : plan.alarms()) {
            table.row(
                    rule.name(),
                    rule.type(),
                    rule.selector().filter(),
                    rule.priority().label(),
                    rule.sinks().isEmpty() ? "all" : String.join(", ", rule.sinks()),
                    Descriptions.detects(rule));
        }
        return table;
    }
}

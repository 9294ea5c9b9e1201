package io.tocsin.gateway.plan;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.gateway.config.alarm.AlarmKinds;
import io.tocsin.gateway.print.TextTable;

/** The streams and the rules of a plan as tables. */
public final class RuleTable {
    private RuleTable() {}

    /** One row a stream, in the order of the configuration. */
    public static TextTable ofStreams(Plan plan) {
        TextTable table = new TextTable("STREAM", "OVER", "FROM", "KEY", "SINKS", "GIVES");
        for (DerivedNode stream : plan.streams()) {
            Input first = stream.inputs().get(0);
            table.row(
                    stream.name(),
                    Descriptions.over(stream),
                    first.selector().filter(),
                    first.groupBy().isEmpty() ? "sensor" : first.groupBy(),
                    stream.sinks().isEmpty() ? "none" : String.join(", ", stream.sinks()),
                    Descriptions.stream(stream));
            for (Input other : stream.inputs().subList(1, stream.inputs().size())) {
                table.row("", "", other.selector().filter(), other.groupBy(), "", "");
            }
        }
        return table;
    }

    /** One row a rule, in the order of the configuration. */
    public static TextTable of(Plan plan) {
        TextTable table = new TextTable("ALARM", "TYPE", "SENSORS", "PRIORITY", "SINKS", "DETECTS");
        for (AlarmRule rule : plan.alarms()) {
            table.row(
                    rule.name(),
                    rule.type().label(),
                    rule.selector().filter(),
                    rule.priority().label(),
                    rule.sinks().isEmpty() ? "all" : String.join(", ", rule.sinks()),
                    AlarmKinds.describe(rule));
        }
        return table;
    }
}

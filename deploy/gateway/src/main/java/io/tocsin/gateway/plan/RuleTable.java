package io.tocsin.gateway.plan;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.gateway.print.TextTable;

/** The streams and the rules of a plan as tables. */
public final class RuleTable {
    private RuleTable() {}

    /** One row a stream, in the order of the configuration. */
    public static TextTable ofStreams(Plan plan) {
        TextTable table = new TextTable("STREAM", "WINDOW", "FROM", "KEY", "SINKS", "GIVES");
        for (DerivedNode node : plan.streams()) {
            table.row(
                    node.name(),
                    node instanceof StreamNode stream ? Descriptions.window(stream.window()) : "none",
                    node.selector().filter(),
                    key(node),
                    node.sinks().isEmpty() ? "none" : String.join(", ", node.sinks()),
                    node instanceof StreamNode stream
                            ? Descriptions.stream(stream)
                            : Descriptions.process((ProcessNode) node));
        }
        return table;
    }

    private static String key(DerivedNode node) {
        String groupBy = node.inputs().get(0).groupBy();
        return groupBy.isEmpty() ? "sensor" : groupBy;
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

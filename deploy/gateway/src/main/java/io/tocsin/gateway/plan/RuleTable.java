package io.tocsin.gateway.plan;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.gateway.print.TextTable;

/** The rules of a plan as a table. */
public final class RuleTable {
    private RuleTable() {}

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

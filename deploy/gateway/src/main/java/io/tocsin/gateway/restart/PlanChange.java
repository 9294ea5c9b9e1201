package io.tocsin.gateway.restart;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Effect of a change of plan on the state of rules and streams, for people. */
final class PlanChange {
    private PlanChange() {}

    /**
     * One line for each kind of change.
     *
     * @param before the previous plan, or null
     */
    static List<String> lines(Plan before, Plan after) {
        if (before == null) {
            return List.of();
        }
        BiPredicate<OperatorNode, OperatorNode> isEdit =
                (old, node) -> after.isEdit(before, (AlarmRule) old, (AlarmRule) node);
        List<String> lines = new ArrayList<>(lines("rules", before.alarms(), after.alarms(), isEdit));
        if (!before.streams().isEmpty() || !after.streams().isEmpty()) {
            lines.addAll(lines("streams", before.streams(), after.streams(), (old, node) -> false));
        }
        return lines;
    }

    private static List<String> lines(
            String what,
            List<? extends OperatorNode> before,
            List<? extends OperatorNode> after,
            BiPredicate<OperatorNode, OperatorNode> isEdit) {
        Map<String, OperatorNode> old = new LinkedHashMap<>();
        before.forEach(node -> old.put(node.name(), node));
        List<String> kept = new ArrayList<>();
        List<String> edited = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> added = new ArrayList<>();
        for (OperatorNode node : after) {
            OperatorNode same = old.remove(node.name());
            if (same == null) {
                added.add(node.name());
            } else if (same.detection().equals(node.detection())) {
                kept.add(node.name());
            } else if (isEdit.test(same, node)) {
                edited.add(node.name());
            } else {
                changed.add(node.name());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(what + " that keep their state: " + kept.size());
        add(lines, what + " edited, keep their alarms and judge by the new limits", edited);
        add(lines, what + " changed, start afresh with a new version", changed);
        add(lines, what + " new", added);
        add(lines, what + " removed, together with their state", List.copyOf(old.keySet()));
        return lines;
    }

    private static void add(List<String> lines, String what, List<String> names) {
        if (!names.isEmpty()) {
            lines.add(what + ": " + String.join(", ", names));
        }
    }
}

package io.tocsin.engine.dispatch;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.OperatorCodec;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Every version of every rule and stream in the journal's plans, by dense id. An operator with unchanged detection
 * keeps its id over a change of plan. A changed operator, or one that reuses an old name, gets the next version of that
 * name, so it never adopts the old one's state or events.
 *
 * <p>The engine thread writes; any thread that received an event may read.
 */
public final class OperatorBook {
    private record Entry(OperatorNode node, int version) {}

    private final Map<String, Integer> currentIds = new HashMap<>();
    private final Map<String, Integer> lastVersions = new HashMap<>();
    private final Set<Integer> edited = new HashSet<>();
    private volatile Entry[] entries = new Entry[0];

    /** Adds the operators of a plan whose alarms cannot be edited. */
    public int[] apply(Plan plan) {
        return apply(plan, nodeId -> false);
    }

    /**
     * Adds the operators of a plan.
     *
     * @param mayEdit whether a compatible edit of an alarm keeps its id; the new alarm must have a life cycle too
     * @return their ids, in the order of {@link Plan#operators()}
     */
    public int[] apply(Plan plan, IntPredicate mayEdit) {
        edited.clear();
        List<OperatorNode> nodes = plan.operators();
        int[] ids = new int[nodes.size()];
        Map<String, Integer> before = new HashMap<>(currentIds);
        currentIds.clear();
        for (int i = 0; i < ids.length; i++) {
            OperatorNode node = nodes.get(i);
            Integer oldId = before.get(key(node));
            if (oldId != null && entries[oldId].node.detection().equals(node.detection())) {
                ids[i] = present(oldId, node);
            } else if (oldId != null && isEdit(plan, node, oldId) && mayEdit.test(oldId)) {
                ids[i] = present(oldId, node);
                edited.add(oldId);
            } else {
                ids[i] = add(node);
            }
            currentIds.put(key(node), ids[i]);
        }
        return ids;
    }

    private boolean isEdit(Plan plan, OperatorNode node, int oldId) {
        return node instanceof AlarmRule rule
                && plan.lifeCycles().containsKey(rule.name())
                && rule.identity().equals(rule(oldId).identity());
    }

    /** Whether the last plan has edited an operator. Engine thread. */
    public boolean isEdited(int nodeId) {
        return edited.contains(nodeId);
    }

    /** Whether the last plan has edited an operator at all. Engine thread. */
    public boolean hasEdits() {
        return !edited.isEmpty();
    }

    public AlarmRule rule(int nodeId) {
        return (AlarmRule) entries[nodeId].node;
    }

    public DerivedNode stream(int nodeId) {
        return (DerivedNode) entries[nodeId].node;
    }

    public int version(int nodeId) {
        return entries[nodeId].version;
    }

    private int present(int nodeId, OperatorNode node) {
        Entry[] changed = entries.clone();
        changed[nodeId] = new Entry(node, changed[nodeId].version);
        entries = changed;
        return nodeId;
    }

    private int add(OperatorNode node) {
        int version = lastVersions.merge(key(node), 1, Integer::sum);
        Entry[] grown = Arrays.copyOf(entries, entries.length + 1);
        grown[entries.length] = new Entry(node, version);
        entries = grown;
        return grown.length - 1;
    }

    /** The book's key of an operator. Alarms and streams may have the same name; no name has a slash. */
    private static String key(OperatorNode node) {
        return node instanceof DerivedNode ? "stream/" + node.name() : node.name();
    }

    public void writeTo(StateOutput out) {
        Entry[] all = entries;
        Set<Integer> current = new HashSet<>(currentIds.values());
        out.putInt(all.length);
        for (int nodeId = 0; nodeId < all.length; nodeId++) {
            out.putBytes(OperatorCodec.encode(all[nodeId].node));
            out.putInt(all[nodeId].version);
            out.putInt(current.contains(nodeId) ? 1 : 0);
        }
    }

    public void readFrom(StateInput in) {
        Entry[] all = new Entry[in.getInt()];
        for (int nodeId = 0; nodeId < all.length; nodeId++) {
            OperatorNode node = OperatorCodec.decode(in.getBytes());
            all[nodeId] = new Entry(node, in.getInt());
            lastVersions.merge(key(node), all[nodeId].version, Math::max);
            if (in.getInt() == 1) {
                currentIds.put(key(node), nodeId);
            }
        }
        entries = all;
    }

    /** The ids of the current plan, in the order of {@link Plan#operators()}. */
    public int[] currentIds(Plan plan) {
        List<OperatorNode> nodes = plan.operators();
        int[] ids = new int[nodes.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = currentIds.get(key(nodes.get(i)));
        }
        return ids;
    }
}

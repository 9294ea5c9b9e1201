package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The members of each group, sensors of sources and derived ones: the inverse of the dispatch entries. */
public final class GroupMembers {
    private final Map<Integer, List<Integer>> members = new HashMap<>();

    public GroupMembers(ScopeTables scopeTables, Dispatch dispatch) {
        addAll(dispatch, scopeTables.sensors(), 0);
        addAll(dispatch, scopeTables.derived().scopes(), SensorIds.FIRST_DERIVED);
    }

    /** Ids of the members of the group with an index. */
    public List<Integer> of(int group) {
        return members.getOrDefault(group, List.of());
    }

    private void addAll(Dispatch dispatch, Scopes scopes, int firstId) {
        for (int index = 0; index < scopes.count(); index++) {
            int entry = scopes.getInt(index, DISPATCH_OFFSET);
            int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
            for (; entry < end; entry++) {
                if (dispatch.isForward(entry)) {
                    members.computeIfAbsent(dispatch.slot(entry), group -> new ArrayList<>())
                            .add(firstId + index);
                }
            }
        }
    }
}

package io.tocsin.engine.shard;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.scope.Scopes;
import java.util.Arrays;

/** Rewrites the dispatch entries of a single shard's fold to say which shard owns each slot. */
final class SlotOwners {
    private final ScopeTables scopeTables;
    private final Dispatch dispatch;
    private final KeyOwners owners;
    private final int[][] byOperator;
    private final int[] counts;

    SlotOwners(FoldState state, KeyOwners owners) {
        this.scopeTables = state.scopes();
        this.dispatch = state.dispatch();
        this.owners = owners;
        this.byOperator = new int[state.operators().count()][16];
        this.counts = new int[state.operators().count()];
        for (int operator = 0; operator < byOperator.length; operator++) {
            if (state.selection().isGroupOperator(operator)) {
                // the single key of a group alarm belongs to no sensor's entries
                note(operator, ScopeTables.GROUP_SLOT, KeyOwners.GROUP_ALARM_OWNER);
            }
        }
    }

    /** Rewrites the entries. Returns the shard of each slot, by operator. */
    int[][] putIntoEntries() {
        putIntoEntries(scopeTables.sensors(), 0);
        putIntoEntries(scopeTables.derived().scopes(), SensorIds.FIRST_DERIVED);
        for (int operator = 0; operator < byOperator.length; operator++) {
            byOperator[operator] = Arrays.copyOf(byOperator[operator], counts[operator]);
        }
        return byOperator;
    }

    private void putIntoEntries(Scopes scopes, int firstId) {
        for (int index = 0; index < scopes.count(); index++) {
            int owner = owners.ownerOf(firstId + index);
            int entry = scopes.getInt(index, DISPATCH_OFFSET);
            int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
            for (; entry < end; entry++) {
                if (dispatch.isPlain(entry)) {
                    int slot = dispatch.slot(entry);
                    note(dispatch.operator(entry), slot, owner);
                    dispatch.putSlot(entry, ShardedOperator.slotOf(owner, slot));
                }
            }
        }
    }

    private void note(int operator, int slot, int owner) {
        int[] slots = byOperator[operator];
        if (slot >= slots.length) {
            slots = Arrays.copyOf(slots, Math.max(slot + 1, slots.length * 2));
            byOperator[operator] = slots;
        }
        slots[slot] = owner;
        counts[operator] = Math.max(counts[operator], slot + 1);
    }
}

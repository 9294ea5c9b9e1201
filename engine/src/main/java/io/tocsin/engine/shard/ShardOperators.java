package io.tocsin.engine.shard;

import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.fold.Operators;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateCopy;
import java.util.List;

/** Makes the operators of a fold in several shards: of each node a part for every shard. Engine thread. */
final class ShardOperators {
    private final FoldState state;
    private final KeyOwners owners;
    private final List<ShardWorker> workers;
    private final ReadingOrigin wholeOrigin;
    private final ReadingOrigin[] origins;

    /**
     * @param workers the shards
     * @param wholeOrigin the sensor of the fold's current reading
     */
    ShardOperators(FoldState state, KeyOwners owners, List<ShardWorker> workers, ReadingOrigin wholeOrigin) {
        this.state = state;
        this.owners = owners;
        this.workers = List.copyOf(workers);
        this.wholeOrigin = wholeOrigin;
        this.origins = new ReadingOrigin[workers.size()];
        for (int shard = 0; shard < origins.length; shard++) {
            origins[shard] = workers.get(shard).context().origin();
        }
    }

    /** Puts sharded operators in the place of those that one shard had, with the same state. */
    void takeOver() {
        state.operators().createBy(this::create);
        if (state.plan().get() != null) {
            ShardedOperator[] sharded = new ShardedOperator[state.operators().count()];
            for (int i = 0; i < sharded.length; i++) {
                KeyedOperator old = state.operators().get(i);
                sharded[i] = create(state.plan().get().operators().get(i), old.nodeId());
                for (int shard = 0; shard < origins.length; shard++) {
                    StateCopy.copy(old::writeTo, sharded[i].part(shard)::readFrom);
                }
            }
            int[][] slotOwners = new SlotOwners(state, owners).putIntoEntries();
            for (int i = 0; i < sharded.length; i++) {
                sharded[i].takeOver(slotOwners[i], state.operators().get(i));
            }
            state.operators().replaceAll(sharded);
            workers.forEach(ShardWorker::useOperators);
            owners.refresh(true);
        }
    }

    private ShardedOperator create(OperatorNode node, int nodeId) {
        KeyedOperator[] parts = new KeyedOperator[origins.length];
        for (int shard = 0; shard < parts.length; shard++) {
            parts[shard] = Operators.create(node, nodeId, workers.get(shard).context());
        }
        return new ShardedOperator(parts, origins, wholeOrigin, owners);
    }
}

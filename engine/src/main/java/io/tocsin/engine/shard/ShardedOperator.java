package io.tocsin.engine.shard;

import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * One operator in several shards: a part in each, with the keys that live there. While the shards stand still the
 * engine thread treats it as one operator, in the order of one shard; when they work each goes to its own part.
 *
 * <p>A slot says where it is: the shard in its upper bits, the part's own slot in the lower ones. So does a key of its
 * outputs.
 */
final class ShardedOperator implements KeyedOperator, DerivedOutputs {
    private static final int OWNER_SHIFT = 25;
    private static final int SLOT_MASK = (1 << OWNER_SHIFT) - 1;

    private final KeyedOperator[] parts;
    private final ReadingOrigin[] origins;
    private final ReadingOrigin origin;
    private final KeyOwners owners;
    /** In the order in which one shard would have opened them. */
    private final IntArrayList slots = new IntArrayList();

    private final IntArrayList keys = new IntArrayList();
    /** Skipped before the parts were made, which all of them have counted. */
    private long skippedBefore;
    /** Refused before the parts were made, of state by keys. */
    private long refusedBefore;

    /**
     * @param parts of the shards
     * @param origins of the shards
     * @param origin of the engine thread, while the shards stand still
     */
    ShardedOperator(KeyedOperator[] parts, ReadingOrigin[] origins, ReadingOrigin origin, KeyOwners owners) {
        this.parts = parts;
        this.origins = origins;
        this.origin = origin;
        this.owners = owners;
    }

    /** A part's slot, of one of this operator. */
    static int slotInPart(int slot) {
        return slot & SLOT_MASK;
    }

    /** The slot of this operator that a part's is. */
    static int slotOf(int owner, int slotInPart) {
        if (slotInPart > SLOT_MASK) {
            throw new IllegalStateException("a shard has more than " + SLOT_MASK + " keys of one operator");
        }
        return owner << OWNER_SHIFT | slotInPart;
    }

    /** The operator's part in a shard. */
    KeyedOperator part(int shard) {
        return parts[shard];
    }

    /**
     * The parts have read the state of the operator as one shard had it, each the whole.
     *
     * @param slotOwners the shard of each slot
     * @param whole that operator
     */
    void takeOver(int[] slotOwners, KeyedOperator whole) {
        for (int slot = 0; slot < slotOwners.length; slot++) {
            slots.addInt(slotOf(slotOwners[slot], slot));
        }
        DerivedOutputs outputs = whole.outputs();
        for (int key = 0; outputs != null && key < outputs.keyCount(); key++) {
            keys.addInt(slotOf(owners.ownerOf(outputs.keyId(key)), key));
        }
        skippedBefore = whole.skippedCount();
        refusedBefore = whole.refusedCount() - whole.refusedByEachCount();
    }

    private static int ownerOf(int slot) {
        return slot >>> OWNER_SHIFT;
    }

    private KeyedOperator partOf(int slot) {
        return parts[ownerOf(slot)];
    }

    private DerivedOutputs outputsOf(int key) {
        return parts[ownerOf(key)].outputs();
    }

    @Override
    public int nodeId() {
        return parts[0].nodeId();
    }

    @Override
    public int openSlot(int sensorId) {
        int owner = sensorId < 0 ? KeyOwners.GROUP_ALARM_OWNER : owners.ownerOf(sensorId);
        KeyedOperator part = parts[owner];
        int slot = slotOf(owner, part.openSlot(sensorId));
        slots.addInt(slot);
        if (part.outputs() != null) {
            int key = outputKey(slot);
            if (slotInPart(key) == part.outputs().keyCount() - 1
                    && (keys.isEmpty() || keys.getInt(keys.size() - 1) != key)) {
                keys.addInt(key);
            }
        }
        return slot;
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        ReadingOrigin ofPart = origins[ownerOf(slot)];
        int before = ofPart.sensorId;
        ofPart.sensorId = origin.sensorId;
        long timerNs = partOf(slot).onReading(slotInPart(slot), eventTimeNs, value, quality, flags);
        ofPart.sensorId = before;
        return timerNs;
    }

    @Override
    public long nextTimerNs(int slot) {
        return partOf(slot).nextTimerNs(slotInPart(slot));
    }

    @Override
    public void advance(int slot, long timeNs) {
        partOf(slot).advance(slotInPart(slot), timeNs);
    }

    @Override
    public long nextClockTimerNs(int slot) {
        return partOf(slot).nextClockTimerNs(slotInPart(slot));
    }

    @Override
    public void advanceClock(int slot) {
        partOf(slot).advanceClock(slotInPart(slot));
    }

    @Override
    public boolean hasClockTimers() {
        return parts[0].hasClockTimers();
    }

    @Override
    public void onBroadcast(long eventTimeNs, double value, int quality, int flags) {
        for (int shard = 0; shard < parts.length; shard++) {
            int before = origins[shard].sensorId;
            origins[shard].sensorId = origin.sensorId;
            parts[shard].onBroadcast(eventTimeNs, value, quality, flags);
            origins[shard].sensorId = before;
        }
    }

    @Override
    public void moveClock(int slot, long byNs, long nowNs) {
        partOf(slot).moveClock(slotInPart(slot), byNs, nowNs);
    }

    @Override
    public void restartClock(int slot, long timeNs) {
        partOf(slot).restartClock(slotInPart(slot), timeNs);
    }

    @Override
    public void moveClockTimers(long byNs) {
        for (KeyedOperator part : parts) {
            part.moveClockTimers(byNs);
        }
    }

    @Override
    public void finish(int slot, long lastTimeNs) {
        partOf(slot).finish(slotInPart(slot), lastTimeNs);
    }

    @Override
    public void close() {
        for (int i = 0; i < slots.size(); i++) {
            closeSlot(slots.getInt(i));
        }
    }

    @Override
    public void closeSlot(int slot) {
        partOf(slot).closeSlot(slotInPart(slot));
    }

    @Override
    public void present(OperatorNode node) {
        for (KeyedOperator part : parts) {
            part.present(node);
        }
    }

    @Override
    public int partnerSlot(int slot) {
        int partner = partOf(slot).partnerSlot(slotInPart(slot));
        return partner == NO_SLOT ? NO_SLOT : slotOf(ownerOf(slot), partner);
    }

    @Override
    public int lineOf(int slot) {
        return partOf(slot).lineOf(slotInPart(slot));
    }

    @Override
    public boolean canBeSharded() {
        return parts[0].canBeSharded();
    }

    @Override
    public DerivedOutputs outputs() {
        return parts[0].outputs() == null ? null : this;
    }

    @Override
    public int outputKey(int slot) {
        return slotOf(ownerOf(slot), partOf(slot).outputKey(slotInPart(slot)));
    }

    @Override
    public int outputCount() {
        return parts[0].outputs().outputCount();
    }

    @Override
    public int keyCount() {
        return keys.size();
    }

    @Override
    public int keyAt(int i) {
        return keys.getInt(i);
    }

    @Override
    public int keyId(int key) {
        return outputsOf(key).keyId(slotInPart(key));
    }

    @Override
    public int partnerId(int key) {
        return outputsOf(key).partnerId(slotInPart(key));
    }

    @Override
    public int derived(int key, int output) {
        return outputsOf(key).derived(slotInPart(key), output);
    }

    @Override
    public void setDerived(int key, int output, int index) {
        outputsOf(key).setDerived(slotInPart(key), output, index);
    }

    @Override
    public long skippedCount() {
        long sum = skippedBefore;
        for (KeyedOperator part : parts) {
            sum += part.skippedCount() - skippedBefore;
        }
        return sum;
    }

    @Override
    public long refusedCount() {
        long sum = refusedBefore + parts[0].refusedByEachCount();
        for (KeyedOperator part : parts) {
            sum += part.refusedCount() - part.refusedByEachCount() - refusedBefore;
        }
        return sum;
    }

    @Override
    public long activeCount() {
        throw notWhole();
    }

    @Override
    public long unmatchedCount() {
        long sum = 0;
        for (KeyedOperator part : parts) {
            sum += part.unmatchedCount();
        }
        return sum;
    }

    @Override
    public void addUnmatchedKeys(List<UnmatchedKeys.Key> keys) {
        for (KeyedOperator part : parts) {
            part.addUnmatchedKeys(keys);
        }
    }

    @Override
    public long stateBytes() {
        long sum = 0;
        for (KeyedOperator part : parts) {
            sum += part.stateBytes();
        }
        return sum;
    }

    @Override
    public void digest(MessageDigest digest) {
        throw notWhole();
    }

    @Override
    public void writeTo(StateOutput out) {
        throw notWhole();
    }

    @Override
    public void readFrom(StateInput in) {
        throw notWhole();
    }

    /** State is digested and stored by those who fold the journal in one shard. */
    private static UnsupportedOperationException notWhole() {
        return new UnsupportedOperationException("several shards have no state in the order of one");
    }
}

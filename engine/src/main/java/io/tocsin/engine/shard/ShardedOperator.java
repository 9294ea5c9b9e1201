package io.tocsin.engine.shard;

import io.tocsin.engine.operator.DerivedOutputs;
import io.tocsin.engine.operator.ExpectedKeys;
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
 * One operator in several shards: each shard has a part with the keys it owns. While the shards are paused, the engine
 * thread uses this operator as one, in the order of a single shard. While they run, each shard uses its own part.
 *
 * <p>A slot contains the shard in its upper bits and the part's slot in the lower bits. A key of the outputs is
 * composed in the same way.
 */
final class ShardedOperator implements KeyedOperator, DerivedOutputs {
    private static final int OWNER_SHIFT = 25;
    private static final int SLOT_MASK = (1 << OWNER_SHIFT) - 1;

    private final KeyedOperator[] parts;
    private final ReadingOrigin[] origins;
    private final ReadingOrigin origin;
    private final KeyOwners owners;
    /** Slots in the order in which a single shard would have opened them. */
    private final IntArrayList slots = new IntArrayList();

    private final IntArrayList keys = new IntArrayList();
    /** Readings skipped before the parts were created; each part has counted all of them. */
    private long skippedBefore;
    /** Refusals in keyed state before the parts were created. */
    private long refusedBefore;

    /**
     * @param parts by shard
     * @param origins by shard
     * @param origin of the engine thread, used while the shards are paused
     */
    ShardedOperator(KeyedOperator[] parts, ReadingOrigin[] origins, ReadingOrigin origin, KeyOwners owners) {
        this.parts = parts;
        this.origins = origins;
        this.origin = origin;
        this.owners = owners;
        for (KeyedOperator part : parts) {
            part.share(parts[0].expected());
        }
    }

    /** The part's slot of a slot of this operator. */
    static int slotInPart(int slot) {
        return slot & SLOT_MASK;
    }

    /** This operator's slot of a part's slot. */
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
     * Adopts parts that have each read the whole state of a single shard's operator.
     *
     * @param slotOwners the shard of each slot
     * @param whole the single shard's operator
     */
    void takeOver(int[] slotOwners, KeyedOperator whole) {
        for (int slot = 0; slot < slotOwners.length; slot++) {
            slots.addInt(slotOf(slotOwners[slot], slot));
            parts[slotOwners[slot]].ownExpected(slot);
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
    public ExpectedKeys expected() {
        return parts[0].expected();
    }

    @Override
    public void close() {
        if (expected() != null) {
            expected().close();
        }
        for (int i = 0; i < slots.size(); i++) {
            closeSlot(slots.getInt(i));
        }
    }

    @Override
    public void closeSlot(int slot) {
        partOf(slot).closeSlot(slotInPart(slot));
    }

    @Override
    public void edit(OperatorNode node) {
        for (KeyedOperator part : parts) {
            part.edit(node);
        }
    }

    @Override
    public void rejudge(int slot, long timeNs) {
        partOf(slot).rejudge(slotInPart(slot), timeNs);
    }

    @Override
    public void present(OperatorNode node) {
        for (KeyedOperator part : parts) {
            part.present(node);
        }
    }

    @Override
    public boolean hasPartners() {
        return parts[0].hasPartners();
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
    public boolean noticesSilence() {
        return parts[0].noticesSilence();
    }

    @Override
    public void beginOutage(int slot) {
        partOf(slot).beginOutage(slotInPart(slot));
    }

    @Override
    public void endOutage(int slot, int sourceIndex, long timeNs) {
        partOf(slot).endOutage(slotInPart(slot), sourceIndex, timeNs);
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

    /** Refuses to digest or store: only a fold in a single shard does that. */
    private static UnsupportedOperationException notWhole() {
        return new UnsupportedOperationException("several shards cannot write state in the order of a single shard");
    }
}

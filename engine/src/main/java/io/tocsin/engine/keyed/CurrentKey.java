package io.tocsin.engine.keyed;

import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.function.TimeDomain;

/** The current key of a function: its slot and its times. Engine thread. */
public final class CurrentKey {
    private static final int NO_SLOT = -1;

    private int slot = NO_SLOT;
    private long address;
    private long watermarkNs;
    private long processingNs;
    private int turn;

    void enter(int keySlot, long slotAddress, long keyWatermarkNs, long keyProcessingNs) {
        turn++;
        slot = keySlot;
        address = slotAddress;
        watermarkNs = keyWatermarkNs;
        processingNs = keyProcessingNs;
    }

    void leave() {
        slot = NO_SLOT;
    }

    /** A number that changes with every callback, so that an iteration over entries ends with its callback. */
    int turn() {
        return turn;
    }

    /** The slot of the key. */
    int slot() {
        return slot;
    }

    /**
     * Address of the slot.
     *
     * @throws IllegalStateException when there is no current key
     */
    long address() {
        if (slot == NO_SLOT) {
            throw new IllegalStateException("there is no current key: use keyed state in callbacks of a key only");
        }
        return address;
    }

    /** Whether there is a current key. */
    public boolean isEntered() {
        return slot != NO_SLOT;
    }

    /** The key's watermark, epoch ns. */
    public long watermarkNs() {
        return watermarkNs;
    }

    /** Receive time of the current record, epoch ns. */
    public long processingNs() {
        return processingNs;
    }

    long nowNs(TimeDomain domain) {
        return domain == TimeDomain.EVENT_TIME ? watermarkNs : processingNs;
    }

    /** Expiry time of state written now; {@link Long#MAX_VALUE} for no expiry. */
    long deadlineNs(StateTtl ttl) {
        if (ttl.ttlNs() == StateTtl.FOREVER) {
            return Long.MAX_VALUE;
        }
        long nowNs = nowNs(ttl.domain());
        return nowNs > Long.MAX_VALUE - ttl.ttlNs() ? Long.MAX_VALUE : nowNs + ttl.ttlNs();
    }

    boolean isExpired(StateTtl ttl, long deadlineNs) {
        return deadlineNs != Long.MAX_VALUE && nowNs(ttl.domain()) >= deadlineNs;
    }
}

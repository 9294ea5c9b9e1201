package io.tocsin.engine.keyed;

import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.function.TimeDomain;

/** The current key: its slot and its times. One a function; engine thread. */
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

    /** Another number for every callback: a walk over entries ends with the one it began in. */
    int turn() {
        return turn;
    }

    /** The slot. */
    int slot() {
        return slot;
    }

    /**
     * Where the slot is.
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

    /** When the current record was received, epoch ns. */
    public long processingNs() {
        return processingNs;
    }

    long nowNs(TimeDomain domain) {
        return domain == TimeDomain.EVENT_TIME ? watermarkNs : processingNs;
    }

    /** Until when what is written now lives; {@link Long#MAX_VALUE}: for ever. */
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

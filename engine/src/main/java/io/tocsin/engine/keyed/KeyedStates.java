package io.tocsin.engine.keyed;

import io.tocsin.engine.function.FunctionException;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.List;

/**
 * All keyed state of one function: a slot per key with the declared cells, timers first. Engine thread; once a slot is
 * open, allocates only when more nodes than ever before are needed.
 */
public final class KeyedStates {
    private final CurrentKey key = new CurrentKey();
    private final StateCell[] cells;
    private final TimerCell eventTimers;
    private final TimerCell processingTimers;
    private final List<String> tagNames;
    private final BroadcastEntries broadcast;
    private final StateArena slots;
    private final int slotLength;

    /**
     * Opens a function.
     *
     * @param eventTime event time of the current reading or timer
     * @throws IllegalArgumentException when the function's declarations are invalid
     */
    public KeyedStates(KeyedProcessFunction function, EventTime eventTime) {
        Declarations declared = new Declarations(key, eventTime);
        function.open(declared);
        declared.end();
        this.eventTimers = declared.eventTimers();
        this.processingTimers = declared.processingTimers();
        this.cells = declared.cells().toArray(StateCell[]::new);
        this.tagNames = declared.tagNames();
        this.broadcast = declared.broadcast();
        int length = 0;
        for (StateCell cell : cells) {
            cell.place(length);
            length += cell.length();
        }
        this.slotLength = length;
        this.slots = StateArena.ofKeys(length);
    }

    /** The side outputs, in the order of their indexes. */
    public List<String> tagNames() {
        return tagNames;
    }

    /** Whether a limit counts the entries of all keys, so that its refusals depend on every key. */
    public boolean hasBoundOverKeys() {
        for (StateCell cell : cells) {
            if (cell instanceof ListCell || cell instanceof MapCell) {
                return true;
            }
        }
        return false;
    }

    /** The broadcast state. */
    public BroadcastEntries broadcast() {
        return broadcast;
    }

    /** Opens the state of one more key and returns its slot. */
    public int openSlot() {
        int slot = slots.addSlot();
        long at = slots.address(slot);
        for (StateCell cell : cells) {
            cell.init(at + cell.offset());
        }
        return slot;
    }

    /** Makes the key of a slot the current one until {@link #leave}. */
    public void enter(int slot, long watermarkNs, long processingNs) {
        key.enter(slot, slots.address(slot), watermarkNs, processingNs);
    }

    /** Ends the current key. */
    public void leave() {
        key.leave();
    }

    /** The times of the current key. */
    public CurrentKey key() {
        return key;
    }

    public TimerCell eventTimers() {
        return eventTimers;
    }

    public TimerCell processingTimers() {
        return processingTimers;
    }

    /** The earliest event-time timer of a key, or {@link TimerCell#NONE}. */
    public long firstEventTimerNs(int slot) {
        return eventTimers.firstNs(slots.address(slot));
    }

    /** The earliest processing-time timer of a key, or {@link TimerCell#NONE}. */
    public long firstProcessingTimerNs(int slot) {
        return processingTimers.firstNs(slots.address(slot));
    }

    /** Moves all event-time timers of a key by a duration, which may be negative. */
    public void moveEventTimers(int slot, long byNs) {
        eventTimers.move(slots.address(slot), byNs);
    }

    /** As {@link #moveEventTimers}, for processing time. */
    public void moveProcessingTimers(int slot, long byNs) {
        processingTimers.move(slots.address(slot), byNs);
    }

    /** Bytes of a slot. */
    public int slotLength() {
        return slotLength;
    }

    /** The most bytes of a key: its slot and the greatest number of entries. */
    public long maxBytesPerKey() {
        long sum = slotLength;
        for (StateCell cell : cells) {
            sum += cell.moreBytesPerKey();
        }
        return sum;
    }

    /** Entries and timers refused because a limit was reached. */
    public long refusedCount() {
        long sum = broadcast.refusedCount();
        for (StateCell cell : cells) {
            sum += cell.refusedCount();
        }
        return sum;
    }

    /** Entries of broadcast state refused because the limit was reached. */
    public long broadcastRefusedCount() {
        return broadcast.refusedCount();
    }

    /** Bytes of state memory. */
    public long stateBytes() {
        long sum = slots.byteCount() + broadcast.stateBytes();
        for (StateCell cell : cells) {
            sum += cell.stateBytes();
        }
        return sum;
    }

    /** Adds the state to a digest. */
    public void digest(MessageDigest digest) {
        slots.digest(digest, slotLength);
        for (StateCell cell : cells) {
            cell.digest(digest);
        }
        broadcast.digest(digest);
    }

    /** Writes all state. */
    public void writeTo(StateOutput out) {
        out.putInt(cells.length);
        for (StateCell cell : cells) {
            out.putString(cell.declaration());
        }
        slots.writeTo(out);
        for (StateCell cell : cells) {
            cell.writeTo(out);
        }
        broadcast.writeTo(out);
    }

    /**
     * Reads all state into this new object.
     *
     * @param function name and version, for the message
     * @throws FunctionException when the state was written by a function with other declarations
     */
    public void readFrom(StateInput in, String function) {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            String declared = in.getString();
            if (count != cells.length || !cells[i].declaration().equals(declared)) {
                throw new FunctionException("the function " + function + " declares other state than the snapshot has:"
                        + " give the function another version, declared=" + declared);
            }
        }
        slots.readFrom(in);
        for (StateCell cell : cells) {
            cell.readFrom(in);
        }
        broadcast.readFrom(in);
    }
}

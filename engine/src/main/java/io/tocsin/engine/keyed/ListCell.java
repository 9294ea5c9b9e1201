package io.tocsin.engine.keyed;

import io.tocsin.engine.function.ListState;
import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.NoSuchElementException;

/** A list per key, see {@link EntryLists}. */
final class ListCell extends StateCell implements ListState {
    private final EntryLists lists;
    private final int maxPerKey;
    private int walkNext = EntryLists.NIL;
    private int walkAt = EntryLists.NIL;
    private int walkTurn;

    ListCell(CurrentKey key, String declaration, int maxPerKey, int maxInAll, StateTtl ttl) {
        super(key, declaration, EntryLists.CELL_LENGTH);
        this.maxPerKey = maxPerKey;
        this.lists = new EntryLists(key, ttl, maxPerKey, maxInAll, EntryLists.MORE_OFFSET, node -> {});
    }

    @Override
    void init(long cellAddress) {
        EntryLists.init(cellAddress);
    }

    @Override
    public boolean add(double value) {
        endWalk();
        return lists.add(address(), value) != EntryLists.NIL;
    }

    @Override
    public int size() {
        return lists.count(address());
    }

    @Override
    public double removeFirst() {
        endWalk();
        long cell = address();
        int node = lists.first(cell);
        if (node == EntryLists.NIL) {
            throw new NoSuchElementException("the list is empty, state=" + declaration());
        }
        double value = lists.value(node);
        lists.remove(cell, node);
        return value;
    }

    @Override
    public void clear() {
        endWalk();
        lists.clear(address());
    }

    @Override
    public void rewind() {
        walkAt = EntryLists.NIL;
        walkNext = lists.first(address());
        walkTurn = key.turn();
    }

    @Override
    public boolean next() {
        walkAt = walkTurn == key.turn() ? walkNext : EntryLists.NIL;
        if (walkAt == EntryLists.NIL) {
            return false;
        }
        walkNext = lists.next(walkAt);
        return true;
    }

    @Override
    public double value() {
        if (walkAt == EntryLists.NIL) {
            throw new NoSuchElementException("the iteration is at no entry, state=" + declaration());
        }
        return lists.value(walkAt);
    }

    private void endWalk() {
        walkAt = EntryLists.NIL;
        walkNext = EntryLists.NIL;
    }

    @Override
    long moreBytesPerKey() {
        return (long) maxPerKey * EntryLists.MORE_OFFSET;
    }

    @Override
    long refusedCount() {
        return lists.refusedCount();
    }

    @Override
    long stateBytes() {
        return lists.stateBytes();
    }

    @Override
    void digest(MessageDigest digest) {
        lists.digest(digest);
    }

    @Override
    void writeTo(StateOutput out) {
        lists.writeTo(out);
    }

    @Override
    void readFrom(StateInput in) {
        lists.readFrom(in);
    }
}

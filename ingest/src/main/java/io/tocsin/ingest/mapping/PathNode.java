package io.tocsin.ingest.mapping;

import java.util.Arrays;

/**
 * One place of a document that a mapping looks at, with the places below it. Built by {@link PathTree}; the reading
 * thread of the mapper alone uses it.
 */
public final class PathNode {
    static final int NONE = -1;

    private static final PathNode[] NO_NODES = {};
    private static final byte[][] NO_NAMES = {};
    private static final int[] NO_SLOTS = {};

    byte[][] names = NO_NAMES;
    PathNode[] named = NO_NODES;
    /** For members without a node of their own. */
    PathNode otherMember;

    int[] indexes = NO_SLOTS;
    PathNode[] indexed = NO_NODES;
    /** For elements without a node of their own. */
    PathNode otherElement;
    /** For an object in the place of the array: it is the array's only element. Null where nothing repeats. */
    PathNode onlyElement;

    /** Number of the scope whose element begins here; {@link #NONE}. */
    int scope = NONE;
    /** Index of the value that is here; {@link #NONE}. */
    int value = NONE;
    /** Scope of the element that the value belongs to. */
    int valueScope;
    /** Whether the value's path ends with a repetition: then an object or array is no value and no fault. */
    boolean isOptionalValue;
    /** Depths below the element's own at which the value's path has a {@code *}. */
    int[] keyDepths = NO_SLOTS;

    /** Pairs of scope and slot that are captured here. */
    int[] captures = NO_SLOTS;

    private long seenIn;

    PathNode() {}

    /** The node of a member of the object here, or null when nothing below it is wanted. */
    public PathNode member(byte[] bytes, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return named[i];
            }
        }
        return otherMember;
    }

    /** The node of an element of the array here, or null when nothing below it is wanted. */
    public PathNode element(int index) {
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i] == index) {
                return indexed[i];
            }
        }
        return otherElement;
    }

    /** Whether the members or elements here repeat: without any there is nothing to read, and nothing wrong. */
    boolean repeats() {
        return otherMember != null || otherElement != null;
    }

    /** Whether something is wanted right here, not only below. */
    boolean isWanted() {
        return value != NONE || captures.length > 0;
    }

    /** Notes that the object of this number has the member; false when it had it before. */
    boolean seeIn(long object) {
        if (seenIn == object) {
            return false;
        }
        seenIn = object;
        return true;
    }
}

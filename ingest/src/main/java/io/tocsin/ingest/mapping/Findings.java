package io.tocsin.ingest.mapping;

import java.util.Arrays;

/**
 * Members that a reader found in one document, by the places that a {@link PathNode} tree marks. Readers of all formats
 * report here; what the members mean is decided behind, when the whole document is known, for a time may stand behind
 * the values that it is of.
 *
 * <pre>
 *   element   one repetition of {@code each}; element 0 is the document
 *   token     a scalar: kind, and a range of bytes or 64 bits
 *   slot      a captured member of an element: its time, its quality, a part of its name
 *   value     a token that may become a reading, with its element and the member names that a {@code *} met
 * </pre>
 *
 * Ranges lie in the document, or in the {@linkplain #scratch() scratch} when they begin at a negative index: {@code ~i}
 * is index {@code i} there. Reused; grows with the largest document and then allocates nothing. One thread.
 */
public final class Findings {
    /** No token: the member is absent. */
    static final int ABSENT = -1;

    /** The most elements, and the most values, of one document. */
    static final int MAX_COUNT = 1 << 17;

    /** A written number that the reader has not read. */
    private static final byte UNREAD = 0;
    /** The bits are the whole number. */
    private static final byte WHOLE = 1;
    /** The bits are those of a double. */
    private static final byte DECIMAL = 2;

    private static final int MAX_DEPTH = 64;
    private static final int SCOPE_STACK = 16;

    private final int slotCount;
    private byte[] source;
    private byte[] scratch = new byte[256];
    private int scratchLength;

    private int elementCount;
    private int[] parent = new int[8];
    private int[] elementKeyFrom = new int[8];
    private int[] elementKeyTo = new int[8];
    private int[] elementDepth = new int[8];
    private int[] scopes = new int[8];
    private int[] captured;
    private final int[] current = new int[SCOPE_STACK];

    private int tokenCount;
    private TokenKind[] kinds = new TokenKind[16];
    private int[] tokenFrom = new int[16];
    private int[] tokenTo = new int[16];
    private long[] tokenBits = new long[16];
    /** Form of the bits of a written number. */
    private byte[] tokenForms = new byte[16];

    private int valueCount;
    private int[] values = new int[8];
    private int[] valueElement = new int[8];
    private int[] valueToken = new int[8];
    private int[] valueKeys = new int[8];

    private int keyCount;
    private int[] keyFrom = new int[8];
    private int[] keyTo = new int[8];

    private final int[] nameFrom = new int[MAX_DEPTH];
    private final int[] nameTo = new int[MAX_DEPTH];
    private int depth;
    private long objects;
    private boolean hasRepetition;

    /** @param slotCount slots an element has */
    Findings(int slotCount) {
        this.slotCount = slotCount;
        this.captured = new int[8 * slotCount];
    }

    /** Begins a document. */
    void begin(byte[] bytes) {
        source = bytes;
        scratchLength = 0;
        elementCount = 0;
        tokenCount = 0;
        valueCount = 0;
        keyCount = 0;
        depth = 0;
        hasRepetition = false;
        current[0] = 0;
        addElement(0, -1, 0, 0);
    }

    // Called by readers.

    /** Begins an object or array at a node; its members or elements follow. Returns a number for its members. */
    public long enter(PathNode node) {
        depth++;
        if (node != null) {
            if (node.repeats()) {
                hasRepetition = true;
            }
            if (node.isWanted() && !isFull()) {
                structure(node);
            }
        }
        return ++objects;
    }

    /**
     * Node of an object at a node, before its {@link #enter}: devices that send arrays send a single element without
     * the array.
     */
    public PathNode ofObject(PathNode node) {
        if (node == null || node.onlyElement == null) {
            return node;
        }
        at(node.onlyElement);
        return node.onlyElement;
    }

    /** Ends the object or array that was begun last. */
    public void leave() {
        depth--;
    }

    /** A member's name in the object that was begun last; ranges as {@linkplain Findings said}. */
    public void name(int from, int to) {
        nameFrom[depth] = from;
        nameTo[depth] = to;
    }

    /** A member or element begins at a node: to be told before its scalar or its {@link #enter}. */
    public void at(PathNode node) {
        if (node.scope != PathNode.NONE && !isFull()) {
            int element = addElement(node.scope, current[node.scope - 1], nameFrom[depth], nameTo[depth]);
            current[node.scope] = element;
        }
    }

    /** Whether a member with this node is the first of its name in its object. */
    public boolean isFirst(PathNode node, PathNode parentNode, long object) {
        return node == parentNode.otherMember || node.seeIn(object);
    }

    /** A scalar that is written in the range. */
    public void scalar(PathNode node, TokenKind kind, int from, int to) {
        if (kind == TokenKind.NULL && node.repeats()) {
            hasRepetition = true;
        }
        if (node.isWanted() && !isFull()) {
            token(node, kind, UNREAD, from, to, 0);
        }
    }

    /** A whole number of at most 18 digits that is written in the range. */
    public void whole(PathNode node, int from, int to, long number) {
        if (node.isWanted() && !isFull()) {
            token(node, TokenKind.NUMBER, WHOLE, from, to, number);
        }
    }

    /** A number that is written in the range, as {@link io.tocsin.ingest.decode.DecimalText} reads it. */
    public void decimal(PathNode node, int from, int to, double number) {
        if (node.isWanted() && !isFull()) {
            token(node, TokenKind.NUMBER, DECIMAL, from, to, Double.doubleToRawLongBits(number));
        }
    }

    /** A binary number. */
    public void number(PathNode node, TokenKind kind, long bits) {
        if (node.isWanted() && !isFull()) {
            token(node, kind, UNREAD, 0, 0, bits);
        }
    }

    /** Room for so many bytes of scratch; returns where they begin. */
    public int reserve(int length) {
        if (scratch.length - scratchLength < length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratchLength + length, scratch.length * 2));
        }
        return scratchLength;
    }

    /** Bytes that readers made, such as a text without its escapes. */
    public byte[] scratch() {
        return scratch;
    }

    /** The scratch is used up to there. */
    public void used(int to) {
        scratchLength = to;
    }

    private void structure(PathNode node) {
        if (!node.isOptionalValue || node.captures.length > 0) {
            int token = addToken(TokenKind.STRUCTURE, UNREAD, 0, 0, 0);
            capture(node, token);
            if (node.value != PathNode.NONE && !node.isOptionalValue) {
                addValue(node, token);
            }
        }
    }

    private void token(PathNode node, TokenKind kind, byte form, int from, int to, long bits) {
        int token = addToken(kind, form, from, to, bits);
        capture(node, token);
        if (node.value != PathNode.NONE) {
            addValue(node, token);
        }
    }

    private void capture(PathNode node, int token) {
        int[] captures = node.captures;
        for (int i = 0; i < captures.length; i += 2) {
            captured[current[captures[i]] * slotCount + captures[i + 1]] = token;
        }
    }

    private int addElement(int scope, int parentElement, int from, int to) {
        int element = elementCount++;
        if (element == parent.length) {
            parent = Arrays.copyOf(parent, element * 2);
            elementKeyFrom = Arrays.copyOf(elementKeyFrom, element * 2);
            elementKeyTo = Arrays.copyOf(elementKeyTo, element * 2);
            elementDepth = Arrays.copyOf(elementDepth, element * 2);
            scopes = Arrays.copyOf(scopes, element * 2);
            captured = Arrays.copyOf(captured, element * 2 * slotCount);
        }
        parent[element] = parentElement;
        elementKeyFrom[element] = from;
        elementKeyTo[element] = to;
        elementDepth[element] = depth;
        scopes[element] = scope;
        Arrays.fill(captured, element * slotCount, (element + 1) * slotCount, ABSENT);
        return element;
    }

    private int addToken(TokenKind kind, byte form, int from, int to, long bits) {
        int token = tokenCount++;
        if (token == kinds.length) {
            kinds = Arrays.copyOf(kinds, token * 2);
            tokenFrom = Arrays.copyOf(tokenFrom, token * 2);
            tokenTo = Arrays.copyOf(tokenTo, token * 2);
            tokenBits = Arrays.copyOf(tokenBits, token * 2);
            tokenForms = Arrays.copyOf(tokenForms, token * 2);
        }
        kinds[token] = kind;
        tokenFrom[token] = from;
        tokenTo[token] = to;
        tokenBits[token] = bits;
        tokenForms[token] = form;
        return token;
    }

    /** Whether the document has too many elements or values to be read. */
    boolean isFull() {
        return elementCount == MAX_COUNT || tokenCount == MAX_COUNT;
    }

    private void addValue(PathNode node, int token) {
        int value = valueCount++;
        if (value == values.length) {
            values = Arrays.copyOf(values, value * 2);
            valueElement = Arrays.copyOf(valueElement, value * 2);
            valueToken = Arrays.copyOf(valueToken, value * 2);
            valueKeys = Arrays.copyOf(valueKeys, value * 2);
        }
        int element = current[node.valueScope];
        values[value] = node.value;
        valueElement[value] = element;
        valueToken[value] = token;
        valueKeys[value] = keyCount;
        for (int keyDepth : node.keyDepths) {
            addKey(elementDepth[element] + keyDepth);
        }
    }

    private void addKey(int nameDepth) {
        if (keyCount == keyFrom.length) {
            keyFrom = Arrays.copyOf(keyFrom, keyCount * 2);
            keyTo = Arrays.copyOf(keyTo, keyCount * 2);
        }
        keyFrom[keyCount] = nameFrom[nameDepth];
        keyTo[keyCount++] = nameTo[nameDepth];
    }

    // Asked by the mapper.

    int elementCount() {
        return elementCount;
    }

    /** The element around an element, or -1. */
    int parent(int element) {
        return parent[element];
    }

    /** The member name of an element; ranges as {@linkplain Findings said}. */
    int elementKeyFrom(int element) {
        return elementKeyFrom[element];
    }

    int elementKeyTo(int element) {
        return elementKeyTo[element];
    }

    /** Token of a slot of the element itself, or {@link #ABSENT}. */
    int own(int element, int slot) {
        return captured[element * slotCount + slot];
    }

    /** Token of a slot in the element or, if it is absent there, in the nearest around it. */
    int nearest(int element, int slot) {
        for (int e = element; e >= 0; e = parent[e]) {
            int token = captured[e * slotCount + slot];
            if (token != ABSENT) {
                return token;
            }
        }
        return ABSENT;
    }

    TokenKind kind(int token) {
        return kinds[token];
    }

    /** The bytes that a range which begins at {@code from} lies in. */
    byte[] bytes(int from) {
        return from < 0 ? scratch : source;
    }

    int from(int token) {
        return tokenFrom[token];
    }

    int to(int token) {
        return tokenTo[token];
    }

    long bits(int token) {
        return tokenBits[token];
    }

    /** Whether a written number is a whole one that the reader has read: then {@link #bits} is it. */
    boolean isWhole(int token) {
        return tokenForms[token] == WHOLE;
    }

    /** A written number that the reader has read, else NaN. */
    double number(int token) {
        return switch (tokenForms[token]) {
            case WHOLE -> tokenBits[token];
            case DECIMAL -> Double.longBitsToDouble(tokenBits[token]);
            default -> Double.NaN;
        };
    }

    int valueCount() {
        return valueCount;
    }

    int value(int index) {
        return values[index];
    }

    int valueElement(int index) {
        return valueElement[index];
    }

    int valueToken(int index) {
        return valueToken[index];
    }

    /**
     * Index of the first key of a value, which has one for each {@code *} of its path; of the value behind the last one
     * the number of keys.
     */
    int firstKey(int index) {
        return index == valueCount ? keyCount : valueKeys[index];
    }

    int scope(int element) {
        return scopes[element];
    }

    /** The element of a scope that an element is or lies in. */
    int ofScope(int element, int scope) {
        int e = element;
        while (scopes[e] > scope) {
            e = parent[e];
        }
        return e;
    }

    int keyFrom(int key) {
        return keyFrom[key];
    }

    int keyTo(int key) {
        return keyTo[key];
    }

    /** Whether the document has an object or array whose content repeats, if only empty. */
    boolean hasRepetition() {
        return hasRepetition;
    }
}

package io.tocsin.ingest.mqtt.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The topics of one connection as text: a topic that came before costs no allocation. Bounded; topics beyond the bound,
 * and longer ones than {@value #MAX_LENGTH} bytes, are made anew each time. Open addressing, no removal. One thread.
 */
final class TopicTexts {
    private static final int MAX_LENGTH = 1_024;
    private static final int INITIAL_SLOTS = 64;

    private final int maxCount;
    private byte[][] keys = new byte[INITIAL_SLOTS][];
    private String[] texts = new String[INITIAL_SLOTS];
    private int count;

    TopicTexts(int maxCount) {
        this.maxCount = maxCount;
    }

    /** The topic of these bytes, which are UTF-8. */
    String of(byte[] bytes, int offset, int length) {
        if (length > MAX_LENGTH) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        int slot = slot(bytes, offset, length);
        if (keys[slot] != null) {
            return texts[slot];
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (count < maxCount) {
            keys[slot] = Arrays.copyOfRange(bytes, offset, offset + length);
            texts[slot] = text;
            if (++count > keys.length / 2) {
                grow();
            }
        }
        return text;
    }

    /** Where these bytes are, or would be. */
    private int slot(byte[] bytes, int offset, int length) {
        int mask = keys.length - 1;
        int slot = hash(bytes, offset, length) & mask;
        while (keys[slot] != null && !Arrays.equals(keys[slot], 0, keys[slot].length, bytes, offset, offset + length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = hash * 31 + bytes[i];
        }
        return hash ^ (hash >>> 15);
    }

    private void grow() {
        byte[][] oldKeys = keys;
        String[] oldTexts = texts;
        keys = new byte[oldKeys.length * 2][];
        texts = new String[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int slot = slot(oldKeys[i], 0, oldKeys[i].length);
                keys[slot] = oldKeys[i];
                texts[slot] = oldTexts[i];
            }
        }
    }
}

package io.tocsin.gateway.fault;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** One way in which a file can be damaged. */
final class Damage {
    private static final int PAGE = 4096;
    private static final int FEW_EXCERPTS = 5;
    private static final int METADATA = 1 << 30;
    private static final int LENGTH_MASK = METADATA - 1;

    private final byte[] bytes;
    private final String what;

    Damage(byte[] bytes, String what) {
        this.bytes = bytes;
        this.what = what;
    }

    /** Damaged content; not a copy. */
    byte[] bytes() {
        return bytes;
    }

    /** For people. */
    String what() {
        return what;
    }

    /** Damages a file's content at random. */
    static Damage of(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        if (bytes.length == 0) {
            return new Damage(new byte[] {(byte) random.nextInt()}, "a byte in an empty file");
        }
        // Seldom hits reserved bytes that are not written yet.
        int range = random.nextInt(16) == 0 ? bytes.length : Math.max(1, written(bytes));
        int at = random.nextInt(range);
        int from = random.nextInt(range);
        int block = 1 << random.nextInt(13);
        List<Integer> excerpts = excerpts(bytes);
        switch (random.nextInt(excerpts.size() < FEW_EXCERPTS ? 7 : 8)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return damage(bytes, "bit flipped at %d", at);
            }
            case 1 -> {
                return damage(Arrays.copyOf(bytes, at), "cut at %d", at);
            }
            case 2 -> {
                int page = at & -PAGE;
                Arrays.fill(bytes, page, Math.min(page + PAGE, bytes.length), (byte) 0);
                return damage(bytes, "page zeroed at %d", page);
            }
            case 3 -> {
                int length = Math.min(block, bytes.length - Math.max(at, from));
                System.arraycopy(whole, from, bytes, at, length);
                System.arraycopy(whole, at, bytes, from, length);
                return damage(bytes, "blocks of %d swapped at %d and %d", length, at, from);
            }
            case 4 -> {
                int length = Math.min(block, bytes.length - Math.max(at, from));
                System.arraycopy(whole, from, bytes, at, length);
                return damage(bytes, "block of %d at %d also at %d", length, from, at);
            }
            case 5 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + Math.min(block, bytes.length - at));
                System.arraycopy(whole, at, longer, at + longer.length - bytes.length, bytes.length - at);
                return damage(longer, "block of %d at %d repeated", longer.length - bytes.length, at);
            }
            case 6 -> {
                byte[] noise = new byte[Math.min(block, bytes.length - at)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, noise.length);
                return damage(bytes, "noise of %d at %d", noise.length, at);
            }
            default -> {
                int first = 1 + random.nextInt(excerpts.size() - 3);
                return ofExcerpts(whole, excerpts.get(first), excerpts.get(first + 1), excerpts.get(first + 2), random);
            }
        }
    }

    /**
     * Whole excerpts of a Chronicle file, each sound in itself: one is missing, there twice, or behind the next one.
     */
    private static Damage ofExcerpts(byte[] whole, int first, int second, int end, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(3)) {
            case 0 -> {
                System.arraycopy(whole, second, bytes, first, whole.length - second);
                Arrays.fill(bytes, whole.length - (second - first), whole.length, (byte) 0);
                return damage(bytes, "excerpt at %d removed", first);
            }
            case 1 -> {
                byte[] longer = Arrays.copyOf(whole, whole.length + second - first);
                System.arraycopy(whole, first, longer, second, whole.length - first);
                return damage(longer, "excerpt at %d twice", first);
            }
            default -> {
                System.arraycopy(whole, second, bytes, first, end - second);
                System.arraycopy(whole, first, bytes, first + end - second, second - first);
                return damage(bytes, "excerpts at %d and %d swapped", first, second);
            }
        }
    }

    /**
     * Where the excerpts of a Chronicle file begin that are not its metadata; of another file, something or nothing.
     */
    private static List<Integer> excerpts(byte[] bytes) {
        List<Integer> offsets = new ArrayList<>();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int offset = 0;
        while (offset + Integer.BYTES <= bytes.length) {
            int head = file.getInt(offset);
            int length = head & LENGTH_MASK;
            if (head == 0 || length > bytes.length - offset - Integer.BYTES) {
                break;
            }
            if ((head & METADATA) == 0) {
                offsets.add(offset);
            }
            offset += Integer.BYTES + (length + 3 & -4);
        }
        return offsets;
    }

    private static int written(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return length;
    }

    private static Damage damage(byte[] bytes, String what, Object... arguments) {
        return new Damage(bytes, String.format(Locale.ROOT, what, arguments));
    }
}

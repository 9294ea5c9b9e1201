package io.tocsin.ingest.binary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random documents as maps, lists, texts, longs, doubles, booleans, bytes and {@link #NULL}. */
public final class RandomTree {
    /** The absence of a value. */
    static final Object NULL = new Object();

    private static final List<String> NAMES =
            List.of("v", "w", "ts", "q", "d", "id", "a", "a.b", "s/1", "é", "7", "-3");
    private static final List<String> TEXTS = List.of(
            "",
            "good",
            "BAD",
            "NaN",
            "21.5",
            " -1e2 ",
            "TRUE",
            "1.2.3",
            "a\nb",
            "é/+#%2F",
            "😀",
            "x".repeat(40),
            "1795195860123",
            "2026-11-20T17:31:00Z");
    private static final long[] INTEGERS = {
        0,
        -1,
        23,
        24,
        -24,
        -25,
        127,
        128,
        192,
        255,
        256,
        -128,
        -129,
        65_535,
        65_536,
        -32_769,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1_795_195_860_123L,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] DOUBLES = {
        0,
        -0.0,
        0.5,
        -1.5,
        71.5,
        1e300,
        0.1,
        Double.MIN_VALUE,
        Float.MIN_VALUE,
        65_504,
        6e-8,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private RandomTree() {}

    /** A document, mostly an object or array. */
    public static Object of(Random random) {
        return random.nextInt(20) == 0 ? scalar(random, "v") : structure(random, 0);
    }

    private static Object structure(Random random, int depth) {
        if (random.nextInt(4) == 0) {
            List<Object> elements = new ArrayList<>();
            int count = random.nextInt(random.nextInt(50) == 0 ? 40 : 4);
            for (int i = 0; i < count; i++) {
                elements.add(value(random, depth + 1, "v", random.nextBoolean()));
            }
            return elements;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(NAMES);
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String name = names.remove(random.nextInt(names.size()));
            members.put(name, value(random, depth + 1, name, random.nextInt(4) == 0));
        }
        return members;
    }

    private static Object value(Random random, int depth, String name, boolean isStructure) {
        return isStructure && depth < 5 ? structure(random, depth) : scalar(random, name);
    }

    private static Object scalar(Random random, String name) {
        return switch (random.nextInt(12)) {
            case 0 -> NULL;
            case 1 -> random.nextBoolean();
            case 2, 3, 4 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 5 -> new byte[random.nextInt(3)];
            case 6, 7 -> INTEGERS[random.nextInt(INTEGERS.length)];
            case 8 -> (long) random.nextInt(2_000) - 1_000;
            default ->
                // A time in a double is rounded as no text is, and a quality that is no number is no text.
                name.equals("ts") || name.equals("q")
                        ? (Object) 192L
                        : random.nextBoolean()
                                ? DOUBLES[random.nextInt(DOUBLES.length)]
                                : (double) (float) random.nextGaussian();
        };
    }
}

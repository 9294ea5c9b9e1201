package io.tocsin.engine.reading;

import java.nio.charset.StandardCharsets;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Checks a dictionary with one writer that adds and removes names, and a reader without a lock. */
public final class NameDictionaryStress {
    private static final int CAPACITY = 1 << 20;
    /** With these names the first table has no room for two more */
    private static final int NAMES_BEFORE_GROWTH = 1_023;
    /** Many of these names share a probe sequence */
    private static final int CROWD = 600;

    private static final byte[][] NAMES = new byte[NAMES_BEFORE_GROWTH + 2][];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            NAMES[i] = ("plant/line/sensor" + i).getBytes(StandardCharsets.UTF_8);
        }
    }

    private NameDictionaryStress() {}

    private static NameDictionary dictionary(int names) {
        NameDictionary dictionary = new NameDictionary(CAPACITY);
        for (int i = 0; i < names; i++) {
            add(dictionary, i);
        }
        return dictionary;
    }

    private static void add(NameDictionary dictionary, int index) {
        dictionary.add(NAMES[index], 0, NAMES[index].length);
    }

    private static int find(NameDictionary dictionary, int index) {
        return dictionary.idOf(NAMES[index], 0, NAMES[index].length);
    }

    /** An id below {@code size} has its name. */
    @JCStressTest
    @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "not added yet")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "added, the whole name")
    @Outcome(expect = Expect.FORBIDDEN, desc = "an id without its name")
    @State
    public static class Size {
        private final NameDictionary dictionary = dictionary(0);

        @Actor
        public void writer() {
            add(dictionary, 0);
        }

        @Actor
        public void reader(I_Result r) {
            int size = dictionary.size();
            r.r1 = size == 0 ? -1 : "plant/line/sensor0".equals(dictionary.name(size - 1)) ? 1 : 0;
        }
    }

    /** A reader that finds an id sees the whole name. */
    @JCStressTest
    @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "not added yet")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "added, the whole name")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another id, or no name")
    @State
    public static class Add {
        private final NameDictionary dictionary = dictionary(0);

        @Actor
        public void writer() {
            add(dictionary, 0);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = find(dictionary, 0);
            r.r2 = r.r1 < 0 ? -1 : dictionary.contains(r.r1) ? 1 : 0;
        }
    }

    /** While the table is rebuilt, existing names are always found. */
    @JCStressTest
    @Outcome(
            id = {"0, -1", "0, 1023"},
            expect = Expect.ACCEPTABLE,
            desc = "the old names, and the new one or not yet")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a name was lost meanwhile")
    @State
    public static class Grow {
        private final NameDictionary dictionary = dictionary(NAMES_BEFORE_GROWTH);

        @Actor
        public void writer() {
            add(dictionary, NAMES_BEFORE_GROWTH);
            add(dictionary, NAMES_BEFORE_GROWTH + 1);
        }

        @Actor
        public void reader(II_Result r) {
            for (int i = 0; i < NAMES_BEFORE_GROWTH; i++) {
                r.r1 += find(dictionary, i) == i ? 0 : 1;
            }
            r.r2 = find(dictionary, NAMES_BEFORE_GROWTH);
        }
    }

    /** While names are removed, other names of the same probe sequence are always found. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "every name that stays is found")
    @Outcome(expect = Expect.FORBIDDEN, desc = "names that stay were not found")
    @State
    public static class Remove {
        private final NameDictionary dictionary = dictionary(CROWD);

        @Actor
        public void writer() {
            for (int i = 0; i < CROWD; i += 2) {
                dictionary.remove(i);
            }
        }

        @Actor
        public void reader(I_Result r) {
            for (int i = 1; i < CROWD; i += 2) {
                r.r1 += find(dictionary, i) == i ? 0 : 1;
            }
        }
    }
}

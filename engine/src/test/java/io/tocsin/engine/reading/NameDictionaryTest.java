package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NameDictionaryTest {
    private static int add(NameDictionary dictionary, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return dictionary.add(bytes, 0, bytes.length);
    }

    @Test
    void shouldFindEveryNameWhenTableIsFullOfCollisions() {
        NameDictionary dictionary = new NameDictionary(10_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(add(dictionary, name(i))).isEqualTo(i);
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(dictionary.idOf(name(i))).isEqualTo(i);
            assertThat(dictionary.name(i)).isEqualTo(name(i));
            assertThat(dictionary.idOf(name(i) + "x")).isEqualTo(NameDictionary.UNKNOWN);
        }
        assertThat(dictionary.size()).isEqualTo(10_000);
    }

    /** "Aa" and "BB" have one polynomial hash with base 31: all names collide, whatever the table's size. */
    private static String name(int i) {
        StringBuilder name = new StringBuilder("plant/");
        for (int bit = 0; bit < 6; bit++) {
            name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.append(i >> 6).toString();
    }

    @Test
    void shouldRefuseWhenFull() {
        NameDictionary dictionary = new NameDictionary(1);
        assertThat(dictionary.idOf("a")).isEqualTo(NameDictionary.UNKNOWN);
        assertThat(add(dictionary, "a")).isZero();
        assertThat(add(dictionary, "b")).isEqualTo(NameDictionary.FULL);
        assertThat(dictionary.idOf("a")).isZero();
        assertThat(dictionary.idOf("b")).isEqualTo(NameDictionary.UNKNOWN);
        assertThat(dictionary.size()).isEqualTo(1);
    }

    @Test
    void shouldRefuseCapacityOutOfRange() {
        assertThatThrownBy(() -> new NameDictionary(0)).hasMessageEndingWith("capacity=0");
        assertThatThrownBy(() -> new NameDictionary((1 << 28) + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotKeepTheCallersBytes() {
        NameDictionary dictionary = new NameDictionary(2);
        byte[] bytes = "xab".getBytes(StandardCharsets.UTF_8);
        dictionary.add(bytes, 1, 2);
        bytes[1] = 'z';
        assertThat(dictionary.name(0)).isEqualTo("ab");
        assertThat(dictionary.idOf("ab")).isZero();
    }

    @Test
    void shouldFindWhatAMapFindsWhileNamesComeAndGo() {
        Seeds.forEach(40, NameDictionaryTest::checkAgainstMap);
    }

    private static void checkAgainstMap(long seed) {
        Random random = Seeds.random(seed);
        NameDictionary dictionary = new NameDictionary(1_000_000);
        Map<String, Integer> ids = new HashMap<>();
        Map<Integer, String> names = new TreeMap<>();
        int different = 1 + random.nextInt(3_000);
        int removals = random.nextInt(60);
        for (int step = 0; step < 8_000; step++) {
            String name = name(random.nextInt(different));
            Integer known = ids.get(name);
            assertThat(dictionary.idOf(name)).isEqualTo(known == null ? NameDictionary.UNKNOWN : known);
            if (known == null) {
                int id = add(dictionary, name);
                assertThat(id).as("ids rise and are never used again").isEqualTo(dictionary.size() - 1);
                ids.put(name, id);
                names.put(id, name);
            } else if (random.nextInt(100) < removals) {
                assertThat(dictionary.remove(known)).isTrue();
                assertThat(dictionary.remove(known)).isFalse();
                ids.remove(name);
                names.remove(known);
            }
        }
        for (int id = 0; id < dictionary.size(); id++) {
            assertThat(dictionary.name(id)).isEqualTo(names.get(id));
            assertThat(dictionary.contains(id)).isEqualTo(names.containsKey(id));
        }
    }

    /** A flood of names that come and go: readers of a name that stays always find it. */
    @Test
    @Timeout(30)
    void shouldShowReadersTheNamesThatStay() throws InterruptedException {
        NameDictionary dictionary = new NameDictionary(NameDictionary.MAX_CAPACITY);
        int stays = add(dictionary, "stays");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean isOver = new AtomicBoolean();
        Thread reader = new Thread(() -> {
            try {
                for (int i = 0; !isOver.get(); i++) {
                    assertThat(dictionary.idOf("stays")).isEqualTo(stays);
                    int id = dictionary.idOf(name(i % 2_000));
                    assertThat(id).isGreaterThanOrEqualTo(NameDictionary.UNKNOWN);
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        reader.start();
        for (int i = 0; i < 200_000; i++) {
            int id = add(dictionary, name(i % 2_000));
            dictionary.remove(id);
            assertThat(dictionary.idOf(name(i % 2_000))).isEqualTo(NameDictionary.UNKNOWN);
        }
        isOver.set(true);
        reader.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    @Timeout(30)
    void shouldShowReadersWholeNamesWhileOneThreadAdds() throws InterruptedException {
        int count = 20_000;
        NameDictionary dictionary = new NameDictionary(count);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> readers = new ArrayList<>();
        for (int r = 0; r < 2; r++) {
            readers.add(new Thread(() -> {
                try {
                    for (int i = 0; i < count; ) {
                        int id = dictionary.idOf(name(i));
                        if (id != NameDictionary.UNKNOWN) {
                            assertThat(id).isEqualTo(i);
                            assertThat(dictionary.name(id)).isEqualTo(name(i));
                            i++;
                        }
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        readers.forEach(Thread::start);
        for (int i = 0; i < count; i++) {
            add(dictionary, name(i));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(failure.get()).isNull();
    }
}

package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

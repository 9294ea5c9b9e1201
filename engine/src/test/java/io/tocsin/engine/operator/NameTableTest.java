package io.tocsin.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NameTableTest {
    @Test
    void shouldGiveBackEveryNameHoweverLong() {
        Seeds.forEach(1, 20, seed -> {
            NameTable names = new NameTable();
            List<String> expected = addMany(names, seed);
            assertNames(names, expected);
        });
    }

    @Test
    void shouldWriteWhatStringsWouldBeAndReadItBack() {
        Seeds.forEach(1, 20, seed -> {
            NameTable names = new NameTable();
            List<String> expected = addMany(names, seed);
            byte[] written = write(names::writeTo);
            assertThat(written).isEqualTo(write(out -> {
                out.putInt(expected.size());
                expected.forEach(out::putString);
            }));
            NameTable read = new NameTable();
            read.readFrom(new StateInput(new ByteArrayInputStream(written)));
            assertNames(read, expected);
            read.add("one more");
            assertThat(read.name(expected.size())).isEqualTo("one more");
            assertThat(write(read::writeTo)).hasSize(written.length + Integer.BYTES + "one more".length());
        });
    }

    @Test
    void shouldRefuseLengthThatNoNameHas() {
        NameTable names = new NameTable();
        for (int length : new int[] {-1, Integer.MAX_VALUE}) {
            byte[] written = write(out -> {
                out.putInt(1);
                out.putInt(length);
            });
            assertThatThrownBy(() -> names.readFrom(new StateInput(new ByteArrayInputStream(written))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("length=" + length);
        }
    }

    /** Empty ones, some of several bytes a character, some longer than a chunk of memory. */
    private static List<String> addMany(NameTable names, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> added = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            String name = switch (random.nextInt(1_000)) {
                case 0 -> "";
                case 1 -> "halle/öfen/温度/" + i;
                case 2 -> "x".repeat(random.nextInt(60_000, 70_000)) + i;
                default -> "hall/" + i + "/temperature";
            };
            added.add(name);
            names.add(name);
        }
        return added;
    }

    private static void assertNames(NameTable found, List<String> expected) {
        for (int sensorId = 0; sensorId < expected.size(); sensorId++) {
            assertThat(found.name(sensorId)).isEqualTo(expected.get(sensorId));
        }
    }

    private static byte[] write(Consumer<StateOutput> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        content.accept(out);
        out.flush();
        return bytes.toByteArray();
    }
}

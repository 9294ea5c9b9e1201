package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Windows of few keys lie closer together; what programs wrote that knew no such thing is still read. */
class PaneRingsSnapshotTest {
    private static final List<Aggregate> PLAIN = List.of(Aggregate.AVG, Aggregate.MAX);
    private static final List<Aggregate> LARGE = List.of(Aggregate.P95, Aggregate.DISTINCT);

    @Test
    void shouldGoOnFromASnapshotOfWideGroups() {
        Seeds.forEach(60, seed -> {
            Random random = Seeds.random(seed);
            int keys = 1 + random.nextInt(5);
            // More than 16 panes have stacks.
            AlignedWindow window = new AlignedWindow(random.nextBoolean() ? 40 : 4, 1, 0);
            List<Aggregate> aggregates = random.nextInt(3) == 0 ? LARGE : PLAIN;
            List<String> wideRows = new ArrayList<>();
            List<String> narrowRows = new ArrayList<>();
            AlignedWindows wide = windows(window, aggregates, KeyedWindows.ANY_NUMBER, wideRows);
            for (int key = 0; key < keys; key++) {
                wide.openSlot();
            }
            long[] newest = new long[keys];
            feed(wide, keys, new Random(seed), newest, 200);
            AlignedWindows narrow = windows(window, aggregates, keys, narrowRows);
            narrow.readFrom(new StateInput(new ByteArrayInputStream(written(wide))));
            List<String> againRows = new ArrayList<>();
            AlignedWindows again = windows(window, aggregates, keys, againRows);
            again.readFrom(new StateInput(new ByteArrayInputStream(written(narrow))));
            wideRows.clear();

            feed(wide, keys, new Random(seed + 1), newest.clone(), 200);
            feed(narrow, keys, new Random(seed + 1), newest.clone(), 200);
            feed(again, keys, new Random(seed + 1), newest.clone(), 200);

            assertThat(narrowRows).isNotEmpty().isEqualTo(wideRows);
            assertThat(againRows).isEqualTo(wideRows);
            assertThat(written(again)).isEqualTo(written(narrow));
        });
    }

    @Test
    void shouldCostOneKeyWhenOneIsExpected() {
        AlignedWindow window = new AlignedWindow(60, 60, 0);
        AlignedWindows one = windows(window, LARGE, 1, new ArrayList<>());
        AlignedWindows any = windows(window, LARGE, KeyedWindows.ANY_NUMBER, new ArrayList<>());
        one.openSlot();
        any.openSlot();
        assertThat(one.stateBytes()).isEqualTo(one.bytesPerKey());
        assertThat(any.stateBytes()).isGreaterThan(8L * any.bytesPerKey());
    }

    private static AlignedWindows windows(
            AlignedWindow window, List<Aggregate> aggregates, int expectedKeys, List<String> rows) {
        AlignedWindows[] made = new AlignedWindows[1];
        made[0] = new AlignedWindows(
                window,
                new Panes(aggregates, List.of(), true),
                3,
                2,
                expectedKeys,
                (slot, startNs, endNs, pane, isUpdate) -> {
                    ByteBuffer bytes = ByteBuffer.allocate(made[0].panes().length());
                    for (int offset = 0; offset < bytes.capacity(); offset += Long.BYTES) {
                        bytes.putLong(offset, UnsafeApi.getLong(pane + offset));
                    }
                    rows.add(slot + " " + endNs + " " + isUpdate + " " + Arrays.hashCode(bytes.array()));
                });
        return made[0];
    }

    /** The watermark of a key is three behind its newest sample. */
    private static void feed(AlignedWindows windows, int keys, Random random, long[] newest, int count) {
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(keys);
            newest[key] += random.nextInt(random.nextInt(10) == 0 ? 60 : 3);
            windows.onSample(key, newest[key] - random.nextInt(6), random.nextInt(100), newest[key] - 3);
        }
    }

    private static byte[] written(AlignedWindows windows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        windows.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }
}

package io.tocsin.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.fold.OutputDigest;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a bounded queue of readings that is searched from end to end. */
class RecentReadingsModelTest {
    /** In the place of a reading that was forgotten: it is free when its turn comes. */
    private static final Entry FORGOTTEN = new Entry(-1, -1, -1, 0);

    private record Entry(int sensorId, long timeNs, long valueBits, int quality) {
        private boolean isSame(Entry other) {
            return sensorId == other.sensorId
                    && timeNs == other.timeNs
                    && valueBits == other.valueBits
                    && (quality == other.quality || quality == RecentReadings.ANY_QUALITY);
        }
    }

    @Test
    void shouldRememberTheLastReadings() {
        Seeds.forEach(300, RecentReadingsModelTest::check);
    }

    private static void check(long seed) {
        Random random = Seeds.random(seed);
        int capacity = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1 + random.nextInt(300);
        RecentReadings readings = new RecentReadings(capacity);
        Deque<Entry> oracle = new ArrayDeque<>();
        int sensors = 1 + random.nextInt(4);
        int times = 1 + random.nextInt(60);
        for (int i = 0; i < 2_000; i++) {
            Entry entry = new Entry(
                    random.nextInt(sensors),
                    random.nextInt(times),
                    Double.doubleToRawLongBits(random.nextInt(4)),
                    random.nextInt(10) == 0 ? 2 : 0);
            boolean isKnown = oracle.stream().anyMatch(known -> known.isSame(entry));
            assertThat(readings.contains(entry.sensorId, entry.timeNs, entry.valueBits, entry.quality))
                    .as("reading %d", i)
                    .isEqualTo(isKnown);
            if (!isKnown) {
                int quality = random.nextInt(20) == 0 ? RecentReadings.ANY_QUALITY : entry.quality;
                readings.add(entry.sensorId, entry.timeNs, entry.valueBits, quality);
                oracle.addLast(new Entry(entry.sensorId, entry.timeNs, entry.valueBits, quality));
                if (oracle.size() > capacity) {
                    oracle.removeFirst();
                }
            }
            if (random.nextInt(200) == 0) {
                int forgotten = random.nextInt(sensors);
                readings.forget(forgotten);
                List<Entry> left = new ArrayList<>();
                oracle.forEach(known -> left.add(known.sensorId == forgotten ? FORGOTTEN : known));
                oracle = new ArrayDeque<>(left);
            }
            if (random.nextInt(200) == 0) {
                readings = copy(readings);
            }
            if (random.nextInt(300) == 0) {
                capacity = 1 + random.nextInt(300);
                RecentReadings resized = new RecentReadings(capacity);
                resized.copyFrom(readings);
                readings = resized;
                while (oracle.size() > capacity) {
                    oracle.removeFirst();
                }
            }
        }
    }

    /** Through a snapshot; the digest is the same. */
    private static RecentReadings copy(RecentReadings readings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        readings.writeTo(out);
        out.flush();
        RecentReadings copy = RecentReadings.read(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(digest(copy)).isEqualTo(digest(readings));
        return copy;
    }

    private static String digest(RecentReadings readings) {
        MessageDigest digest = OutputDigest.newDigest();
        readings.digest(digest);
        return OutputDigest.hex(digest.digest());
    }

    @Test
    void shouldNotTakeAnEmptyPlaceForAReadingOfZeros() {
        RecentReadings readings = new RecentReadings(3);
        assertThat(readings.contains(0, 0, 0, 0)).isFalse();
        readings.add(0, 0, 0, 0);
        assertThat(readings.contains(0, 0, 0, 0)).isTrue();
        assertThat(readings.contains(0, 0, 0, 1))
                .as("another quality is another reading")
                .isFalse();
    }

    @Test
    void shouldRefuseAnImpossibleState() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        out.putInt(2);
        out.putInt(3);
        out.flush();
        assertThatThrownBy(() -> RecentReadings.read(new StateInput(new ByteArrayInputStream(bytes.toByteArray()))))
                .hasMessageContaining("capacity=2, count=3");
    }
}

package io.tocsin.engine.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases that random streams do not reach: the ends of time, long silence, refused windows, allocation. */
@Timeout(30)
class AlignedWindowsTest {
    private static final long MS = 1_000_000;
    private static final long DAY = 86_400_000 * MS;
    private static final List<Aggregate> AGGREGATES = List.of(Aggregate.AVG, Aggregate.MIN, Aggregate.MAX);
    /** The JVM may allocate a little in our thread's name; one object a sample would be hundreds of thousands. */
    private static final long SLACK_BYTES = 4_096;

    private long rowCount;

    private AlignedWindows windows(long sizeNs, long slideNs, long outOfOrdernessNs, long latenessNs) {
        return new AlignedWindows(
                new AlignedWindow(sizeNs, slideNs, 0),
                AGGREGATES,
                List.of(),
                outOfOrdernessNs,
                latenessNs,
                (slot, startNs, endNs, pane, isUpdate) -> rowCount++);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "10000, 1000", "10000, 100", "10000, 3"})
    void shouldAllocateNothing(long sizeMs, long slideMs) {
        AlignedWindows windows = windows(sizeMs * MS, slideMs * MS, 100 * MS, 500 * MS);
        int slot = windows.openSlot();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long threadId = Thread.currentThread().getId();
        feed(windows, slot, 0, 20_000);
        threads.getThreadAllocatedBytes(threadId);
        long rowsBefore = rowCount;
        long before = threads.getThreadAllocatedBytes(threadId);
        feed(windows, slot, 20_000, 120_000);
        long allocated = threads.getThreadAllocatedBytes(threadId) - before;

        assertThat(rowCount - rowsBefore).isGreaterThan(100_000 * 35 / slideMs);
        assertThat(allocated).isLessThan(SLACK_BYTES);
    }

    /** A sample each 35 ms, every tenth of them late. */
    private static void feed(AlignedWindows windows, int slot, int from, int to) {
        for (int i = from; i < to; i++) {
            long newest = i * (35 * MS);
            windows.onSample(slot, i % 10 == 0 ? newest - 300 * MS : newest, i % 64, newest - 100 * MS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 500})
    void shouldNotWalkThroughSilence(long slidesOfSize) {
        AlignedWindows windows = windows(slidesOfSize * MS, MS, 0, 0);
        int slot = windows.openSlot();
        windows.onSample(slot, 0, 1, 0);
        windows.onSample(slot, 100_000 * DAY, 2, 100_000 * DAY);
        assertThat(rowCount).isEqualTo(slidesOfSize);
        windows.onWatermark(slot, 105_000 * DAY);
        assertThat(rowCount).isEqualTo(2 * slidesOfSize);
        assertThat(windows.nextEndNs(slot)).isEqualTo(KeyedWindows.NO_END);
        windows.onWatermark(slot, Long.MAX_VALUE);
        assertThat(rowCount).isEqualTo(2 * slidesOfSize);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 500})
    void shouldBearTheEndsOfTime(long slidesOfSize) {
        long[] instants = {
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            Long.MIN_VALUE + 3_000 * MS,
            Long.MIN_VALUE / 2,
            -1,
            0,
            Long.MAX_VALUE / 2,
            Long.MAX_VALUE - 3_000 * MS,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
        };
        AlignedWindows windows = windows(slidesOfSize * MS, MS, 10 * MS, 10 * MS);
        for (long first : instants) {
            for (long second : instants) {
                for (long watermark : instants) {
                    int slot = windows.openSlot();
                    windows.onSample(slot, first, 1, first - 10 * MS);
                    windows.onSample(slot, second, 1, watermark);
                    windows.giveKept(slot, (key, startNs, endNs, pane, isUpdate) -> {});
                    windows.onWatermark(slot, watermark);
                    windows.finish(slot);
                    assertThat(windows.nextEndNs(slot)).isEqualTo(KeyedWindows.NO_END);
                }
            }
        }
    }

    @Test
    void shouldDropSampleWhenItIsFurtherAheadThanOutOfOrdernessAllows() {
        AlignedWindows windows = windows(10 * MS, MS, 5 * MS, 0);
        int slot = windows.openSlot();
        windows.onSample(slot, 100 * MS, 1, 95 * MS);
        windows.onSample(slot, 200 * MS, 1, 95 * MS);
        assertThat(windows.droppedCount()).isEqualTo(1);
        windows.finish(slot);
        assertThat(rowCount).isEqualTo(10);
    }

    @Test
    void shouldNotDigestWhatCannotMatterAnyMore() throws NoSuchAlgorithmException {
        AlignedWindows aged = windows(100 * MS, MS, 5 * MS, 50 * MS);
        AlignedWindows fresh = windows(100 * MS, MS, 5 * MS, 50 * MS);
        int slot = aged.openSlot();
        fresh.openSlot();
        for (long time = 7 * MS; time < 400 * MS; time += 3 * MS) {
            aged.onSample(slot, time, (double) time, time - 5 * MS);
        }
        for (long time = 4_000 * MS; time < 4_130 * MS; time += 2 * MS) {
            aged.onSample(slot, time, 0.1 * time, time - 5 * MS);
            fresh.onSample(slot, time, 0.1 * time, time - 5 * MS);
        }
        assertThat(digest(aged)).isEqualTo(digest(fresh));
        aged.onSample(slot, 4_130 * MS, 1, 4_125 * MS);
        assertThat(digest(aged)).isNotEqualTo(digest(fresh));
    }

    @Test
    void shouldRefuseWindowsWhichNeedTooMuch() {
        assertThatThrownBy(() -> windows(65_537, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("panes=65539");
        assertThatThrownBy(() -> windows(DAY, DAY - 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> windows(1, 1, 0, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latenessNs=" + Long.MAX_VALUE);
        assertThatThrownBy(() -> windows(1, 1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(windows(1_000, 1, 0, 0).bytesPerKey()).isLessThan(100 * 1_003);
    }

    private static byte[] digest(AlignedWindows windows) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        windows.digest(digest);
        return digest.digest();
    }
}

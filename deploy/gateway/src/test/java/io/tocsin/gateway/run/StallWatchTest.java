package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLong progress = new AtomicLong();
    private final AtomicLong elapsedNs = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private final StallWatch watch = new StallWatch(
            progress::get,
            Duration.ofSeconds(60),
            elapsedNs::get,
            (where, cause) -> failures.add(where + ": " + cause.getMessage()));

    private boolean lookAfter(long seconds) {
        elapsedNs.addAndGet(seconds * SECOND_NS);
        return watch.look();
    }

    @Test
    void shouldWaitForHoursWhileAnythingMoves() {
        watch.step(() -> "the engine has 7 records to decide", "they come again");
        for (int i = 0; i < 1_000; i++) {
            progress.incrementAndGet();
            assertThat(lookAfter(59)).isFalse();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldSayOnceWhatIsStuckWhenNothingMoves() {
        watch.step(() -> "the engine has 7 records to decide", "the next start replays the journal");
        assertThat(lookAfter(1)).isFalse();
        assertThat(lookAfter(59)).isFalse();
        assertThat(lookAfter(1)).isTrue();
        assertThat(failures)
                .containsExactly("the stop: no progress for 1m: the engine has 7 records to decide; "
                        + "the next start replays the journal");
    }

    @Test
    void shouldCountFromTheNextStep() {
        watch.step(() -> "the first", "it comes again");
        lookAfter(1);
        lookAfter(59);
        watch.step(() -> "the second", "it comes again");
        assertThat(lookAfter(2)).isFalse();
        assertThat(lookAfter(59)).isFalse();
        assertThat(lookAfter(2)).isTrue();
        assertThat(failures).hasSize(1).first().asString().contains("the second");
    }

    @Test
    void shouldNotHurryWhatHasALimitOfItsOwn() {
        watch.step(() -> "the first", "it comes again");
        lookAfter(1);
        watch.rest();
        assertThat(lookAfter(3_600)).isFalse();
        assertThat(lookAfter(3_600)).isFalse();
        watch.step(() -> "the last", "it comes again");
        assertThat(lookAfter(1)).as("the wait before does not count").isFalse();
        assertThat(lookAfter(60)).isTrue();
    }

    /** Beside it the obvious: a list of all looks, searched backwards. */
    @Test
    void shouldTellExactlyWhenTheLastChangeIsTooLongAgo() {
        long seed = Long.getLong("tocsin.seed", 51);
        SplittableRandom random = new SplittableRandom(seed);
        watch.step(() -> "it", "again");
        watch.look();
        List<long[]> looks = new ArrayList<>();
        looks.add(new long[] {0, 0});
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(5) == 0) {
                progress.incrementAndGet();
            }
            boolean told = lookAfter(random.nextInt(25));
            looks.add(new long[] {elapsedNs.get(), progress.get()});
            int since = looks.size() - 1;
            while (since > 0 && looks.get(since - 1)[1] == progress.get()) {
                since--;
            }
            assertThat(told)
                    .as("-Dtocsin.seed=%d, look %d", seed, i)
                    .isEqualTo(elapsedNs.get() - looks.get(since)[0] >= 60 * SECOND_NS);
        }
    }
}

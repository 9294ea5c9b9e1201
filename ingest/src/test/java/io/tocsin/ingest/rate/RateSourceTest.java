package io.tocsin.ingest.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.FakeIntake.Entry;
import io.tocsin.ingest.FakeIntake.Progress;
import io.tocsin.ingest.FakeIntake.Reading;
import io.tocsin.ingest.Rig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateSourceTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStampTheIntendedTimeWhenPaced() throws Exception {
        AtomicLong clock = new AtomicLong(1_000_000_000_000L);
        // The clock jumps 10 ms at every look, as when the machine stalls: 10 readings fall due at once.
        Rig rig = new Rig(directory, 10, () -> clock.addAndGet(10_000_000));
        run(rig, new RateSourceConfig("r", 3, 1_000, 7, 500), ResumePoint.FROM_START);
        List<Reading> readings = rig.intake.readings();
        long startNs = readings.get(0).eventTimeNs();
        for (int i = 0; i < 500; i++) {
            assertThat(readings.get(i).eventTimeNs()).isEqualTo(startNs + i * 1_000_000L);
            assertThat(readings.get(i).receiveTimeNs())
                    .isEqualTo(readings.get(i).eventTimeNs());
            assertThat(readings.get(i).sensor()).isEqualTo("rate/" + i % 3);
        }
        assertThat(rig.count(Counter.RECEIVED)).isEqualTo(500);
    }

    @Test
    void shouldGiveTheSameValuesWhenTheSeedIsTheSame() throws Exception {
        Rig first = Rig.withSystemClock(directory);
        Rig second = Rig.withSystemClock(directory);
        run(first, new RateSourceConfig("r", 5, 0, 42, 20_000), ResumePoint.FROM_START);
        run(second, new RateSourceConfig("r", 5, 0, 42, 20_000), ResumePoint.FROM_START);
        assertThat(first.intake.readings())
                .extracting(Reading::value)
                .isEqualTo(second.intake.readings().stream().map(Reading::value).toList());
        assertThat(first.intake.readings()).anyMatch(r -> r.value() > 95).allMatch(r -> Math.abs(r.value() - 70) <= 55);
    }

    @Test
    void shouldGoOnWhereTheJournalEndsWhenRestarted() throws Exception {
        RateSourceConfig config = new RateSourceConfig("r", 5, 0, 42, 1_000);
        Rig whole = Rig.withSystemClock(directory);
        run(whole, config, ResumePoint.FROM_START);
        List<Entry> journal = whole.intake.entries();
        Progress start = (Progress)
                journal.stream().filter(Progress.class::isInstance).findFirst().orElseThrow();
        Rig rest = Rig.withSystemClock(directory);
        run(rest, config, ResumePoint.after(start.progress(), 300, false));
        assertThat(rest.intake.readings()).hasSize(700);
        assertThat(rest.intake.readings().get(0).value())
                .isEqualTo(whole.intake.readings().get(300).value());
        Progress end = (Progress) journal.get(journal.size() - 1);
        assertThat(end.end()).isTrue();
        Rig nothing = Rig.withSystemClock(directory);
        run(nothing, config, ResumePoint.after(end.progress(), 0, true));
        assertThat(nothing.intake.entries()).isEmpty();
    }

    @Test
    void shouldRunUntilStoppedWhenUnlimited() throws Exception {
        Rig rig = Rig.withSystemClock(directory);
        RateSource source =
                new RateSource(new RateSourceConfig("r", 2, 2_000, 1, 0), rig.context, ResumePoint.FROM_START);
        assertThat(source.isBounded()).isFalse();
        source.start();
        rig.await("readings", () -> rig.intake.readingCount() > 100);
        source.stop();
        assertThat(source.awaitEnd(0)).isTrue();
        assertThat(rig.intake.entries()).noneMatch(Progress.class::isInstance);
    }

    private static void run(Rig rig, RateSourceConfig config, ResumePoint resume) throws InterruptedException {
        RateSource source = new RateSource(config, rig.context, resume);
        source.start();
        assertThat(source.awaitEnd(20_000)).isTrue();
        assertThat(rig.failures).isEmpty();
    }
}

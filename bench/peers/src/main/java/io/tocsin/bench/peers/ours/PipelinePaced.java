package io.tocsin.bench.peers.ours;

import io.tocsin.bench.BenchPipeline;
import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.bench.paced.PacedFeed;
import io.tocsin.bench.paced.PacedJournal;
import io.tocsin.bench.paced.TimedAlarmLog;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import java.io.IOException;
import org.agrona.concurrent.EpochNanoClock;

/** The gateway's pipeline: ring, journal and alarm log; an alarm counts when it is in the log. */
public final class PipelinePaced implements PacedRow {
    private final WaitStrategyKind waiting;
    private final PacedJournal journalKind;
    private final EpochNanoClock clock;

    /** A row. */
    public PipelinePaced(WaitStrategyKind waiting, PacedJournal journalKind, EpochNanoClock clock) {
        this.waiting = waiting;
        this.journalKind = journalKind;
        this.clock = clock;
    }

    @Override
    public void run(PacedFeed feed) throws IOException {
        try (TemporaryDirectory directory = new TemporaryDirectory();
                TimedAlarmLog alarmLog = new TimedAlarmLog(directory.path().resolve("alarms"), clock, feed::onChange);
                Journal journal = journalKind.open(directory.path().resolve("journal"), PacedFeed.SENSOR_COUNT);
                BenchPipeline pipeline =
                        new BenchPipeline(journal, PacedFeed.SENSOR_COUNT, waiting, clock, alarmLog::open)) {
            Intake intake = pipeline.intake();
            feed.start();
            for (long i = 0; i < feed.count(); i++) {
                long intendedNs = feed.awaitDue(i);
                PacedFeed.publish(intake, i, intendedNs);
            }
            pipeline.awaitDecided();
        }
    }
}

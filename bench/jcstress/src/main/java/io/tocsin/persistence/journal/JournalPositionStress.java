package io.tocsin.persistence.journal;

import io.tocsin.engine.port.FailStop;
import io.tocsin.persistence.journal.disk.Forcer;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

/** Checks the visibility of the journal's positions for the threads that gate alarms and acknowledge readings. */
public final class JournalPositionStress {
    private static final FailStop NEVER = (what, cause) -> {};

    private JournalPositionStress() {}

    private static JournalMaintenance maintenance(SyncPolicy policy) {
        JournalConfig config = new JournalConfig(Path.of("unused"), policy, 1 << 20);
        return new JournalMaintenance(config, 0, null, null, null, Forcer.DEVICE, NEVER);
    }

    /** A thread that sees a position also sees the records below it. Plain field. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 7"},
            expect = Expect.ACCEPTABLE,
            desc = "not journalled yet")
    @Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "journalled, and the record is there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a position without its record")
    @State
    public static class Journalled {
        private final JournalMaintenance maintenance = maintenance(SyncPolicy.ALWAYS);
        private int record;

        @Actor
        public void journal() {
            record = 7;
            maintenance.journalled(1, System.nanoTime());
        }

        @Actor
        public void gate(JI_Result r) {
            r.r1 = maintenance.journalledPosition();
            r.r2 = record;
        }
    }

    /** With {@code journal.sync: os} the durable position is the journalled one, and never ahead of it. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 7"},
            expect = Expect.ACCEPTABLE,
            desc = "not durable yet")
    @Outcome(id = "2, 7", expect = Expect.ACCEPTABLE, desc = "durable, and the records are there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a durable position ahead of its records, or half of one")
    @State
    public static class Durable {
        private final JournalMaintenance maintenance = maintenance(SyncPolicy.OS);
        private int record;

        @Actor
        public void journal() {
            record = 7;
            maintenance.journalled(2, System.nanoTime());
        }

        @Actor
        public void acknowledging(JI_Result r) {
            r.r1 = maintenance.durablePosition();
            r.r2 = record;
        }
    }
}

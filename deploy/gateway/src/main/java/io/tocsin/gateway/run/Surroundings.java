package io.tocsin.gateway.run;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.GatewayClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Environment of a gateway. A process uses {@link #ofProcess()}; tests and benches replace parts.
 *
 * @param clock the gateway's
 * @param journalFront wraps the journal for the engine
 * @param stallPatience longest time without progress in a stop, see {@link StallWatch}
 * @param afterStep called after every step of setting a damaged journal aside
 */
record Surroundings(
        GatewayClock clock, UnaryOperator<Journal> journalFront, Duration stallPatience, Consumer<String> afterStep) {
    static Surroundings ofProcess() {
        return new Surroundings(GatewayClock.ofSystem(), UnaryOperator.identity(), StallWatch.PATIENCE, step -> {});
    }

    Surroundings withClock(GatewayClock other) {
        return new Surroundings(other, journalFront, stallPatience, afterStep);
    }

    Surroundings withJournalFront(UnaryOperator<Journal> front) {
        return new Surroundings(clock, front, stallPatience, afterStep);
    }

    Surroundings withStallPatience(Duration patience) {
        return new Surroundings(clock, journalFront, patience, afterStep);
    }

    Surroundings telling(Consumer<String> ofEveryStep) {
        return new Surroundings(clock, journalFront, stallPatience, ofEveryStep);
    }
}

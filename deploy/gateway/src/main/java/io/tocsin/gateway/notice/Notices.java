package io.tocsin.gateway.notice;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.plan.Plan;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.tally.AbsentValues;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Watches a running gateway for silent faults and logs them: once when a fault has lasted a while, and again at the
 * end. Called by one thread at a time.
 */
public final class Notices {
    /** Duration of a fault before it is logged */
    static final long AFTER_NS = Duration.ofMinutes(1).toNanos();

    private static final int MOST_SELECTORS = 20;
    private static final long NOT_YET = Long.MIN_VALUE;

    private final Counters counters;
    private final KnownSensors known;
    private final LineLog log;
    private final LongSupplier nanoTime;
    private final UnmatchedSelectors selectors;
    private final List<WatchedInput> inputs = new ArrayList<>();
    private final Set<String> toldTimes = new HashSet<>();
    private final SkippedWatch skipped;
    private final boolean isBounded;
    private final long startNs;
    private long firstSensorNs = NOT_YET;
    private boolean toldSelectors;

    /**
     * @param nanoTime as {@link System#nanoTime()}
     */
    public Notices(
            Plan plan,
            KnownSensors known,
            List<Source> sources,
            Counters counters,
            LineLog log,
            LongSupplier nanoTime) {
        this.counters = counters;
        this.known = known;
        this.log = log;
        this.nanoTime = nanoTime;
        this.selectors = new UnmatchedSelectors(plan, known);
        this.skipped = new SkippedWatch(counters, known, inputs, log, nanoTime);
        this.isBounded = sources.stream().allMatch(Source::isBounded);
        this.startNs = nanoTime.getAsLong();
        for (Source source : sources) {
            source.tallies().forEach(tally -> inputs.add(new WatchedInput(tally, source.isBounded())));
        }
    }

    /** Checks for new faults; call it every few seconds. */
    public void look() {
        look(false);
    }

    /**
     * @param isEnding whether a line about all skipped readings of the run follows
     */
    private void look(boolean isEnding) {
        long nowNs = nanoTime.getAsLong();
        for (WatchedInput input : inputs) {
            lookAtTimes(input.tally());
            if (input.isSilentSince(startNs, nowNs, AFTER_NS)) {
                log.accept(InputNotices.silent(input.tally()));
            }
            if (input.hasAbsentValues(AbsentValues.ENOUGH)) {
                tellAbsent(input.tally());
            }
            if (input.isAllDroppedFor(nowNs, AFTER_NS)) {
                tellAllDropped(input);
            }
            if (input.isAllBadFor(nowNs, AFTER_NS)) {
                tellAllBad(input);
            }
        }
        lookAtSelectors(nowNs);
        if (!isEnding) {
            skipped.look();
        }
    }

    /**
     * Ends the run: logs faults of bounded sources again, and faults of other sources if they were not logged yet.
     *
     * @return the bounded sources of which every reading was dropped, each named in a line of the log
     */
    public List<String> end() {
        look(isBounded);
        List<String> lost = new ArrayList<>();
        for (WatchedInput input : inputs) {
            if (input.hasAbsentValues(1)) {
                tellAbsent(input.tally());
            }
            boolean isAllDropped = InputNotices.isAllDropped(input.tally());
            if (isAllDropped && (input.isBounded() || !input.isDroppedTold())) {
                tellAllDropped(input);
            }
            if (InputNotices.isAllBad(input.tally()) && (input.isBounded() || !input.isBadTold())) {
                tellAllBad(input);
            }
            if (isAllDropped && input.isBounded()) {
                lost.add(input.tally().source());
            }
        }
        if (isBounded) {
            tellSelectors();
            skipped.end();
        }
        return lost;
    }

    private void lookAtTimes(InputTally tally) {
        if (tally.count(Kind.PAST) > 0 && toldTimes.add("past " + tally.source())) {
            LineLog.warn(log, OddTimes.past(tally));
        }
        if (tally.count(Kind.FUTURE) > 0 && toldTimes.add("future " + tally.source())) {
            LineLog.warn(log, OddTimes.future(tally));
        }
    }

    private void lookAtSelectors(long nowNs) {
        if (toldSelectors || known.sourceCount() == 0) {
            return;
        }
        if (firstSensorNs == NOT_YET) {
            firstSensorNs = nowNs;
        }
        if (nowNs - firstSensorNs >= AFTER_NS) {
            toldSelectors = true;
            tellSelectors();
        }
    }

    private void tellSelectors() {
        List<String> lines = selectors.lines();
        counters.add(Counter.SELECTORS_UNMATCHED, selectors.toldCount() - counters.get(Counter.SELECTORS_UNMATCHED));
        lines.stream().limit(MOST_SELECTORS).forEach(line -> LineLog.warn(log, line));
        if (lines.size() > MOST_SELECTORS) {
            LineLog.warn(
                    log,
                    "alarms and streams: " + Numbers.grouped(lines.size() - MOST_SELECTORS)
                            + " more selectors have matched no sensor");
        }
    }

    private void tellAbsent(InputTally tally) {
        InputNotices.absent(tally, MOST_SELECTORS).forEach(line -> LineLog.warn(log, line));
    }

    private void tellAllDropped(WatchedInput input) {
        if (input.markDroppedTold()) {
            counters.increment(Counter.INPUTS_ALL_DROPPED);
        }
        LineLog.warn(log, InputNotices.allDropped(input.tally()));
    }

    private void tellAllBad(WatchedInput input) {
        if (input.markBadTold()) {
            counters.increment(Counter.INPUTS_ALL_BAD);
        }
        LineLog.warn(log, InputNotices.allBad(input.tally()));
    }
}

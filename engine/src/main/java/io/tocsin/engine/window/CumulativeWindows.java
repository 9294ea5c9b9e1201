package io.tocsin.engine.window;

import static io.tocsin.engine.window.WindowLists.NIL;

import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.state.StateArena;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.Collection;

/**
 * Cumulative windows over the samples of many keys. All windows of a stretch begin with the stretch and end one step
 * apart, the last one with the stretch. From the step of the stretch's first sample on, every window emits a row.
 *
 * <p>A sample is added only to the pane of its step. When a step closes, its pane is merged into the running pane of
 * the stretch, which then holds the closing window. The cost therefore does not depend on how many windows contain a
 * sample. A late sample costs a merge for each pane and a row for each window that it changes.
 *
 * <pre>
 *   stretch node: … | start 8 | end 8 | running: all closed steps | settled: all steps beyond their lateness |
 *   step node:    … | start 8 | end 8 | samples ({@link PaneLayout}) |                {@link WindowLists}
 * </pre>
 *
 * <p>A step is kept until the watermark has reached its end plus the lateness. From then on every window that may still
 * change contains the whole step, so the step settles. A key thus keeps only the steps within lateness and
 * out-of-orderness, however long the stretch is. A sample that is later still goes into the settled pane: it belongs to
 * the windows that may still change.
 *
 * <p>The watermark that includes the sample judges lateness exactly as the previous watermark would: the two differ
 * only for the newest sample, and no window closed by that sample contains it.
 *
 * <p>Samples whose stretch lies outside the range of times are refused and counted as dropped.
 *
 * <p>One thread. Allocates only in {@link #openSlot()}, and when more steps or stretches than ever before are kept at
 * once.
 */
public final class CumulativeWindows extends ListedWindows {
    private final long sizeNs;
    private final long stepNs;
    private final long offsetNs;
    private final long latenessNs;
    /** The list of the base class. */
    private final WindowLists stretches;

    private final WindowLists steps;
    private final StateArena scratch;

    /**
     * @param latenessNs how long after its end a window may still change
     */
    public CumulativeWindows(
            CumulativeWindow window,
            Collection<Aggregate> aggregates,
            Collection<TimeInState> timeIn,
            long latenessNs,
            WindowHandler handler) {
        this(window, new Panes(aggregates, timeIn, true), latenessNs, handler);
    }

    CumulativeWindows(CumulativeWindow window, Panes panes, long latenessNs, WindowHandler handler) {
        super(panes, new WindowLists(2 * panes.length()), handler);
        this.sizeNs = window.sizeNs();
        this.stepNs = window.stepNs();
        this.offsetNs = window.offsetNs();
        this.latenessNs = latenessNs;
        this.stretches = lists;
        this.steps = new WindowLists(panes.length());
        this.scratch = StateArena.ofKeys(panes.length());
        scratch.addSlot();
    }

    @Override
    public int openSlot() {
        steps.openSlot();
        return super.openSlot();
    }

    @Override
    public void onSample(int slot, long timeNs, double value, long watermarkNs) {
        onWatermark(slot, watermarkNs);
        settle(slot, watermarkNs);
        int step = steps.lastStartingBy(slot, timeNs);
        if (step != NIL && timeNs < steps.endNs(step) && watermarkNs < steps.endNs(step)) {
            // The most frequent case: one of many samples of an open step.
            panes.add(steps.content(step), timeNs, value);
            return;
        }
        // Taken modulo in two parts, because the time less the offset may lie beyond the range of times.
        long intoStretchNs = Math.floorMod(Math.floorMod(timeNs, sizeNs) - offsetNs, sizeNs);
        long startNs = timeNs - intoStretchNs;
        long endNs = startNs + sizeNs;
        if (startNs > timeNs || endNs < startNs || endNs == NO_END) {
            droppedCount++;
            return;
        }
        if (WindowTimes.isExpired(endNs, latenessNs, watermarkNs)) {
            lateCount++;
            return;
        }
        long stepEndNs = startNs + intoStretchNs / stepNs * stepNs + stepNs;
        int stretch = enterStretch(slot, startNs, endNs);
        if (!WindowTimes.isExpired(stepEndNs, latenessNs, watermarkNs)) {
            panes.add(steps.content(enterStep(slot, step, stepEndNs)), timeNs, value);
        } else {
            panes.add(settled(stretch), timeNs, value);
        }
        if (stepEndNs <= watermarkNs) {
            panes.add(running(stretch), timeNs, value);
            update(slot, stretch, stepEndNs, watermarkNs);
        }
        long openEndNs = Math.max(stepEndNs, firstEndNs(stretch, watermarkNs));
        if (openEndNs <= endNs && openEndNs < nextEndNs(slot)) {
            stretches.nextEndNs(slot, openEndNs);
        }
    }

    @Override
    public void onWatermark(int slot, long watermarkNs) {
        if (stretches.nextEndNs(slot) <= watermarkNs) {
            close(slot, watermarkNs);
        }
        stretches.watermarkNs(slot, watermarkNs);
    }

    @Override
    public void giveKept(int slot, WindowHandler keptHandler) {
        long watermarkNs = stretches.watermarkNs(slot);
        for (int stretch = stretches.head(slot); stretch != NIL; stretch = stretches.next(stretch)) {
            give(
                    slot,
                    stretch,
                    firstKeptEndNs(stretch, watermarkNs),
                    stretches.endNs(stretch),
                    keptHandler,
                    watermarkNs,
                    0);
        }
    }

    @Override
    public void restart(int slot) {
        super.restart(slot);
        steps.clear(slot);
    }

    /** Bytes of state for a key with one step; each further step takes another node. */
    @Override
    public int bytesPerKey() {
        return super.bytesPerKey() + steps.bytesPerKey();
    }

    @Override
    public long stateBytes() {
        return super.stateBytes() + steps.stateBytes() + scratch.byteCount();
    }

    @Override
    public void digest(MessageDigest digest) {
        super.digest(digest);
        steps.digest(digest);
    }

    @Override
    public void writeTo(StateOutput out) {
        super.writeTo(out);
        steps.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        super.readFrom(in);
        steps.readFrom(in);
    }

    /** Closes the windows up to the watermark, oldest first. */
    private void close(int slot, long watermarkNs) {
        long endNs = stretches.nextEndNs(slot);
        int step = steps.firstEndingAfter(slot, endNs - 1);
        int stretch = stretches.firstEndingAfter(slot, endNs - 1);
        while (endNs <= watermarkNs && endNs != NO_END) {
            if (step != NIL && steps.endNs(step) == endNs) {
                panes.merge(running(stretch), steps.content(step));
                step = steps.next(step);
            }
            handler.onWindow(slot, stretches.startNs(stretch), endNs, running(stretch), false);
            if (endNs < stretches.endNs(stretch)) {
                endNs += stepNs;
            } else if (step != NIL) {
                endNs = steps.endNs(step);
                stretch = stretches.next(stretch);
            } else {
                endNs = NO_END;
            }
        }
        stretches.nextEndNs(slot, endNs);
    }

    /**
     * Merges the steps beyond their lateness into the settled pane. Removes a stretch when none of its windows may
     * change.
     */
    private void settle(int slot, long watermarkNs) {
        stretches.removeExpired(slot, latenessNs, watermarkNs, NIL);
        int step = steps.head(slot);
        while (step != NIL && WindowTimes.isExpired(steps.endNs(step), latenessNs, watermarkNs)) {
            int stretch = stretches.lastStartingBy(slot, steps.startNs(step));
            if (stretch != NIL) {
                panes.merge(settled(stretch), steps.content(step));
            }
            int next = steps.next(step);
            steps.remove(slot, step);
            step = next;
        }
    }

    private int enterStretch(int slot, long startNs, long endNs) {
        int stretch = stretches.lastStartingBy(slot, startNs);
        if (stretch == NIL || stretches.startNs(stretch) != startNs) {
            stretch = stretches.insertAfter(slot, stretch, startNs, endNs);
            Panes.clear(running(stretch));
            Panes.clear(settled(stretch));
        }
        return stretch;
    }

    private int enterStep(int slot, int previous, long endNs) {
        if (previous != NIL && steps.endNs(previous) == endNs) {
            return previous;
        }
        int step = steps.insertAfter(slot, previous, endNs - stepNs, endNs);
        Panes.clear(steps.content(step));
        return step;
    }

    /** Emits again the closed windows that a late sample has changed. */
    private void update(int slot, int stretch, long stepEndNs, long watermarkNs) {
        long firstNs = Math.max(stepEndNs, firstKeptEndNs(stretch, watermarkNs));
        // A window that closed without samples is emitted for the first time by its first late sample.
        give(slot, stretch, firstNs, Math.min(watermarkNs, stretches.endNs(stretch)), handler, watermarkNs, 1);
    }

    /**
     * Emits the windows of a stretch that can still change and end in a range.
     *
     * @param newCount samples in the windows that were not emitted before
     */
    private void give(
            int slot, int stretch, long firstEndNs, long lastEndNs, WindowHandler to, long watermarkNs, int newCount) {
        long startNs = stretches.startNs(stretch);
        long merged = scratch.address(0);
        Panes.clear(merged);
        panes.merge(merged, settled(stretch));
        int step = steps.firstEndingAfter(slot, startNs);
        for (long endNs = firstEndNs; endNs <= lastEndNs; endNs = WindowTimes.plus(endNs, stepNs)) {
            while (step != NIL && steps.endNs(step) <= endNs) {
                panes.merge(merged, steps.content(step));
                step = steps.next(step);
            }
            if (Panes.count(merged) > 0) {
                boolean isUpdate = endNs <= watermarkNs && Panes.count(merged) > newCount;
                to.onWindow(slot, startNs, endNs, merged, isUpdate);
            }
        }
    }

    /**
     * End of the first window of a stretch that is open or within its lateness; beyond the stretch when there is none.
     */
    private long firstKeptEndNs(int stretch, long watermarkNs) {
        long expiredNs = watermarkNs - latenessNs;
        return firstEndNs(stretch, expiredNs > watermarkNs ? Long.MIN_VALUE : expiredNs);
    }

    /** End of the first window of a stretch that ends after a time; beyond the stretch when there is none. */
    private long firstEndNs(int stretch, long timeNs) {
        long startNs = stretches.startNs(stretch);
        if (timeNs >= stretches.endNs(stretch)) {
            return NO_END;
        }
        return timeNs < startNs ? startNs + stepNs : startNs + (timeNs - startNs) / stepNs * stepNs + stepNs;
    }

    private long running(int stretch) {
        return stretches.content(stretch);
    }

    private long settled(int stretch) {
        return stretches.content(stretch) + panes.length();
    }
}

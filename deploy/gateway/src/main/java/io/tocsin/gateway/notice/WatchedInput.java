package io.tocsin.gateway.notice;

import io.tocsin.ingest.tally.AbsentValues;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.StepsBack;

/** A topic filter or file, the begin of its faults, and the notices logged so far. One thread. */
final class WatchedInput {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final InputTally tally;
    private final boolean isBounded;
    private boolean toldSilent;
    private boolean toldDropped;
    private boolean toldBad;
    private boolean toldAbsent;
    private long droppedSinceNs = NOT_YET;
    private long badSinceNs = NOT_YET;
    private StepsBack.Largest newStep;
    private StepsBack.Largest largestStep;

    WatchedInput(InputTally tally, boolean isBounded) {
        this.tally = tally;
        this.isBounded = isBounded;
    }

    InputTally tally() {
        return tally;
    }

    boolean isBounded() {
        return isBounded;
    }

    /** Whether no message has come for this long and no notice was logged. */
    boolean isSilentSince(long startNs, long nowNs, long afterNs) {
        boolean tells = !toldSilent && !isBounded && nowNs - startNs >= afterNs && InputNotices.isSilent(tally);
        toldSilent |= tells;
        return tells;
    }

    /** Whether some value was in none of so many messages and no notice was logged. */
    boolean hasAbsentValues(int messages) {
        AbsentValues absent = tally.absent();
        boolean tells = !toldAbsent && absent != null && absent.messages() >= messages;
        toldAbsent |= tells;
        return tells;
    }

    /** Whether all readings were dropped for this long and no notice was logged. */
    boolean isAllDroppedFor(long nowNs, long afterNs) {
        if (toldDropped || !InputNotices.isAllDropped(tally)) {
            return false;
        }
        droppedSinceNs = droppedSinceNs == NOT_YET ? nowNs : droppedSinceNs;
        return nowNs - droppedSinceNs >= afterNs;
    }

    boolean isDroppedTold() {
        return toldDropped;
    }

    boolean isBadTold() {
        return toldBad;
    }

    /** Records the notice of dropped readings; returns whether it is the first. */
    boolean markDroppedTold() {
        boolean isNew = !toldDropped;
        toldDropped = true;
        return isNew;
    }

    /** Whether every reading was BAD for this long and no notice was logged. */
    boolean isAllBadFor(long nowNs, long afterNs) {
        if (toldBad || !InputNotices.isAllBad(tally)) {
            return false;
        }
        badSinceNs = badSinceNs == NOT_YET ? nowNs : badSinceNs;
        return nowNs - badSinceNs >= afterNs;
    }

    /** Records the notice of BAD readings; returns whether it is the first. */
    boolean markBadTold() {
        boolean isNew = !toldBad;
        toldBad = true;
        return isNew;
    }

    /** Takes the largest step back since the last call; returns whether there was one. */
    boolean takeStep() {
        newStep = tally.steps().takeLargest();
        if (newStep != null && (largestStep == null || newStep.stepNs() > largestStep.stepNs())) {
            largestStep = newStep;
        }
        return newStep != null;
    }

    /** The step taken last, or null. */
    StepsBack.Largest newStep() {
        return newStep;
    }

    /** The largest step back of the input, or null. */
    StepsBack.Largest largestStep() {
        return largestStep;
    }
}

package io.tocsin.gateway.notice;

import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.StepsBack;

/** A topic filter or file, since when it is odd, and what has been told of it. One thread. */
final class WatchedInput {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final InputTally tally;
    private final boolean isBounded;
    private boolean toldSilent;
    private boolean toldDropped;
    private boolean toldBad;
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

    /** Whether nothing has come for so long, and nobody was told. */
    boolean isSilentSince(long startNs, long nowNs, long afterNs) {
        boolean tells = !toldSilent && !isBounded && nowNs - startNs >= afterNs && InputNotices.isSilent(tally);
        toldSilent |= tells;
        return tells;
    }

    /** Whether everything was dropped for so long, and nobody was told. */
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

    /** Notes the notice that everything was dropped; returns whether for the first time. */
    boolean markDroppedTold() {
        boolean isNew = !toldDropped;
        toldDropped = true;
        return isNew;
    }

    /** Whether every reading was BAD for so long, and nobody was told. */
    boolean isAllBadFor(long nowNs, long afterNs) {
        if (toldBad || !InputNotices.isAllBad(tally)) {
            return false;
        }
        badSinceNs = badSinceNs == NOT_YET ? nowNs : badSinceNs;
        return nowNs - badSinceNs >= afterNs;
    }

    /** Notes the notice that every reading was BAD; returns whether for the first time. */
    boolean markBadTold() {
        boolean isNew = !toldBad;
        toldBad = true;
        return isNew;
    }

    /** Takes the largest step back since the last call; whether there was one. */
    boolean takeStep() {
        newStep = tally.steps().takeLargest();
        if (newStep != null && (largestStep == null || newStep.stepNs() > largestStep.stepNs())) {
            largestStep = newStep;
        }
        return newStep != null;
    }

    /** The one that was taken last, or null. */
    StepsBack.Largest newStep() {
        return newStep;
    }

    /** The largest step back of the input, or null. */
    StepsBack.Largest largestStep() {
        return largestStep;
    }
}

package io.tocsin.alerts.outbox;

import java.util.concurrent.TimeUnit;

/** Allows a number of lines a minute and counts the others. One thread. */
final class LineBudget {
    private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(1);

    private final int linesPerMinute;
    private long periodStartNs;
    private int lines;
    private long withheld;

    LineBudget(int linesPerMinute) {
        this.linesPerMinute = linesPerMinute;
        this.periodStartNs = System.nanoTime();
    }

    /** Whether a line may be printed now; otherwise it counts as withheld. */
    boolean take() {
        if (isOver()) {
            begin();
        }
        if (lines < linesPerMinute) {
            lines++;
            return true;
        }
        withheld++;
        return false;
    }

    /** Number of lines withheld since the last call, once their minute is over; 0 before. */
    long takeWithheld(boolean isEnd) {
        if (withheld == 0 || !(isEnd || isOver())) {
            return 0;
        }
        long taken = withheld;
        withheld = 0;
        return taken;
    }

    private boolean isOver() {
        return System.nanoTime() - periodStartNs >= PERIOD_NS;
    }

    private void begin() {
        periodStartNs = System.nanoTime();
        lines = 0;
    }
}

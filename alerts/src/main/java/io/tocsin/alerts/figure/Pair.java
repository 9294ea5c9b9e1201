package io.tocsin.alerts.figure;

import java.util.concurrent.TimeUnit;

/** Life of one alarm at one sensor. Tells both scopes of the sensor, its area and all, what a figure counts. */
final class Pair {
    static final int SHELF = 0;
    static final int SUPPRESSION = 1;
    static final int SERVICE = 2;

    private static final int WAYS = 3;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long STALE_NS = TimeUnit.HOURS.toNanos(24);

    private final String alarm;
    private final String sensor;
    private final FigureRange range;
    private final Scope[] scopes;

    private long activeSinceNs = NEVER;
    private boolean hasRung;
    private boolean isTouched;
    private boolean isOfChatter;
    private long waitingSinceNs = NEVER;
    private long lastRaiseNs = NEVER;
    private long raiseBeforeNs = NEVER;
    private long chatterSinceNs = NEVER;
    private long chatterRaises;
    private final long[] hiddenSinceNs = {NEVER, NEVER, NEVER};
    private final String[] hiddenBy = new String[WAYS];

    Pair(String alarm, String sensor, FigureRange range, Scope... scopes) {
        this.alarm = alarm;
        this.sensor = sensor;
        this.range = range;
        this.scopes = scopes;
    }

    String alarm() {
        return alarm;
    }

    String sensor() {
        return sensor;
    }

    void on(FigureEvent event) {
        long timeNs = event.timeNs();
        switch (event.kind()) {
            case RAISED -> {
                clear(timeNs);
                chatter(timeNs);
                activeSinceNs = timeNs;
                hasRung = false;
                isTouched = false;
                isOfChatter = chatterSinceNs != NEVER;
            }
            case CLEARED -> clear(timeNs);
            case SHELVED -> hide(SHELF, timeNs, event.by());
            case UNSHELVED -> show(SHELF, timeNs, event.by());
            case SUPPRESSED -> hide(SUPPRESSION, timeNs, event.by());
            case UNSUPPRESSED -> show(SUPPRESSION, timeNs, event.by());
            case OUT_OF_SERVICE -> hide(SERVICE, timeNs, event.by());
            case IN_SERVICE -> show(SERVICE, timeNs, event.by());
            case ACKNOWLEDGED -> acknowledge(timeNs);
            default -> {
                // a change of level, a re-alarm, a reset or a comment
            }
        }
        isTouched |= !event.by().isEmpty();
        if (isAlarm(event)) {
            for (Scope scope : scopes) {
                scope.onAlarm(timeNs, this, event.priority());
            }
        }
        wait(event);
        hasRung |= event.rings();
    }

    /** Raises and re-alarms that rang; of a raise in silence the first time that it rang afterwards. */
    private boolean isAlarm(FigureEvent event) {
        return event.rings()
                && switch (event.kind()) {
                    case RAISED, REALARMED -> true;
                    case ANNUNCIATED -> !hasRung;
                    default -> false;
                };
    }

    private void wait(FigureEvent event) {
        if (!event.waits()) {
            endWaiting(event.timeNs());
        } else if (event.kind() == FigureEvent.Kind.RAISED || (event.rings() && isAskingAgain(event))) {
            endWaiting(event.timeNs());
            waitingSinceNs = event.rings() ? event.timeNs() : NEVER;
        }
    }

    private boolean isAskingAgain(FigureEvent event) {
        return event.kind().isRaise() || (event.kind() == FigureEvent.Kind.LEVEL_CHANGED && waitingSinceNs == NEVER);
    }

    private void acknowledge(long timeNs) {
        if (waitingSinceNs != NEVER && range.has(timeNs)) {
            for (Scope scope : scopes) {
                scope.onResponse(timeNs - waitingSinceNs);
            }
        }
    }

    private void endWaiting(long timeNs) {
        if (waitingSinceNs == NEVER) {
            return;
        }
        long dueNs = waitingSinceNs + Scope.TEN_MINUTES_NS;
        if (dueNs < timeNs && range.has(dueNs)) {
            for (Scope scope : scopes) {
                scope.onOverTenMinutes();
            }
        }
        waitingSinceNs = NEVER;
    }

    private void clear(long timeNs) {
        if (activeSinceNs == NEVER) {
            return;
        }
        boolean isFleeting = timeNs - activeSinceNs < range.fleetingNs()
                && activeSinceNs >= range.fromNs()
                && !isTouched
                && !isOfChatter;
        if (isFleeting) {
            for (Scope scope : scopes) {
                scope.onFleeting();
            }
        }
        stale(timeNs, false);
        activeSinceNs = NEVER;
    }

    private void stale(long timeNs, boolean isStillActive) {
        long staleNs = activeSinceNs + STALE_NS;
        if (timeNs >= staleNs && staleNs < range.toNs() && timeNs > range.fromNs()) {
            for (Scope scope : scopes) {
                scope.onStale(timeNs - activeSinceNs, isStillActive);
            }
        }
    }

    private void chatter(long timeNs) {
        if (chatterSinceNs != NEVER && timeNs - lastRaiseNs > MINUTE_NS) {
            endChatter(lastRaiseNs + MINUTE_NS);
        }
        if (chatterSinceNs != NEVER) {
            chatterRaises += range.has(timeNs) ? 1 : 0;
        } else if (raiseBeforeNs != NEVER && timeNs - raiseBeforeNs <= MINUTE_NS) {
            chatterSinceNs = timeNs;
            chatterRaises = range.has(timeNs) ? 1 : 0;
        }
        raiseBeforeNs = lastRaiseNs;
        lastRaiseNs = timeNs;
    }

    private void endChatter(long endNs) {
        if (range.meets(chatterSinceNs, endNs)) {
            for (Scope scope : scopes) {
                scope.onChatter(this, chatterRaises, range.partNs(chatterSinceNs, endNs));
            }
        }
        chatterSinceNs = NEVER;
    }

    /** A further shelf replaces the first. */
    private void hide(int way, long timeNs, String by) {
        endHidden(way, timeNs);
        hiddenSinceNs[way] = timeNs;
        hiddenBy[way] = by;
    }

    private void show(int way, long timeNs, String by) {
        if (hiddenSinceNs[way] != NEVER && by.isEmpty() && activeSinceNs != NEVER && range.has(timeNs)) {
            for (Scope scope : scopes) {
                scope.onActiveAtExpiry(way);
            }
        }
        endHidden(way, timeNs);
    }

    private void endHidden(int way, long endNs) {
        if (hiddenSinceNs[way] != NEVER && range.meets(hiddenSinceNs[way], endNs)) {
            for (Scope scope : scopes) {
                scope.onHidden(way, range.partNs(hiddenSinceNs[way], endNs), hiddenBy[way]);
            }
        }
        hiddenSinceNs[way] = NEVER;
    }

    /** Ends everything that goes on at the period's end. */
    void end() {
        long endNs = range.toNs();
        endWaiting(endNs);
        if (chatterSinceNs != NEVER) {
            endChatter(lastRaiseNs + MINUTE_NS);
        }
        for (int way = 0; way < WAYS; way++) {
            endHidden(way, endNs);
        }
        if (activeSinceNs != NEVER) {
            stale(endNs, true);
        }
    }
}

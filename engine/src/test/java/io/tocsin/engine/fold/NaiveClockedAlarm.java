package io.tocsin.engine.fold;

import io.tocsin.engine.plan.RateOfChangeRule;
import io.tocsin.engine.result.AlarmEventKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/**
 * Alarms of one sensor whose clock may begin anew, each a few lines by the words of semantics.md. Fed with readings,
 * with what is known of time, and with new beginnings; keeps its events.
 */
abstract class NaiveClockedAlarm {
    /** An event in the words of the model. */
    record Event(long position, AlarmEventKind kind, long timeNs, long raisedNs, int number) {}

    final List<Event> events = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private boolean hasGoneBack;
    private int greatestNumber;
    private long raisedNs;
    private int number;

    long lastNs = Long.MIN_VALUE;
    long reportedNs = Long.MIN_VALUE;
    boolean active;

    /** A reading; {@code sample}: it is a good number. */
    abstract void reading(long position, long eventNs, double value, boolean sample, boolean retained);

    /** Time is known to be at least this. */
    abstract void time(long position, long timeNs);

    /** The clock begins anew with a reading of this time. */
    void restart(long position, long timeNs) {
        hasGoneBack |= greatestNumber > 0;
        lastNs = lastNs == Long.MIN_VALUE ? lastNs : timeNs;
        reportedNs = reportedNs == Long.MIN_VALUE ? reportedNs : timeNs;
    }

    /** Time to pass before an event without a reading; {@link Long#MAX_VALUE}: none is pending. */
    long nextTimerNs() {
        return Long.MAX_VALUE;
    }

    final void raise(long position, long timeNs) {
        active = true;
        number = hasGoneBack ? greatestNumber + 1 : numbers.merge(timeNs, 1, Integer::sum);
        greatestNumber = Math.max(greatestNumber, number);
        raisedNs = timeNs;
        reportedNs = timeNs;
        events.add(new Event(position, AlarmEventKind.RAISED, timeNs, raisedNs, number));
    }

    final void clear(long position, long timeNs) {
        active = false;
        reportedNs = timeNs;
        events.add(new Event(position, AlarmEventKind.CLEARED, timeNs, raisedNs, number));
    }

    /** One high limit with delays and a deadband. */
    static final class High extends NaiveClockedAlarm {
        private final DoublePredicate inAlarm;
        private final DoublePredicate clear;
        private final long onDelayNs;
        private final long offDelayNs;
        private final boolean skipsOld;
        private Long since;

        High(double limit, double deadband, long onDelayNs, long offDelayNs, boolean skipsOld) {
            this.inAlarm = v -> v > limit;
            this.clear = v -> v <= limit - deadband;
            this.onDelayNs = onDelayNs;
            this.offDelayNs = offDelayNs;
            this.skipsOld = skipsOld;
        }

        @Override
        void reading(long position, long eventNs, double value, boolean sample, boolean retained) {
            if (skipsOld && eventNs < lastNs) {
                return;
            }
            lastNs = Math.max(lastNs, eventNs);
            time(position, eventNs);
            if (!sample) {
                return;
            }
            long atNs = Math.max(eventNs, reportedNs);
            boolean isMet = active ? clear.test(value) : inAlarm.test(value);
            if (!isMet) {
                since = null;
            } else if ((active ? offDelayNs : onDelayNs) == 0) {
                change(position, atNs);
            } else if (since == null) {
                since = atNs;
            }
        }

        @Override
        void time(long position, long timeNs) {
            while (since != null && since + (active ? offDelayNs : onDelayNs) < timeNs) {
                change(position, since + (active ? offDelayNs : onDelayNs));
            }
        }

        @Override
        long nextTimerNs() {
            return since == null ? Long.MAX_VALUE : since + (active ? offDelayNs : onDelayNs);
        }

        private void change(long position, long atNs) {
            since = null;
            if (active) {
                clear(position, atNs);
            } else {
                raise(position, atNs);
            }
        }

        @Override
        void restart(long position, long timeNs) {
            super.restart(position, timeNs);
            since = since == null ? null : timeNs;
        }
    }

    /** No good sample for a time. */
    static final class Missing extends NaiveClockedAlarm {
        private final long timeoutNs;
        private Long goodNs;
        private boolean hasSign;

        Missing(long timeoutNs) {
            this.timeoutNs = timeoutNs;
        }

        @Override
        void reading(long position, long eventNs, double value, boolean sample, boolean retained) {
            if (eventNs < lastNs) {
                return;
            }
            lastNs = eventNs;
            time(position, eventNs);
            if (sample && (!retained || !hasSign)) {
                hasSign = true;
                goodNs = eventNs;
                if (active) {
                    clear(position, Math.max(eventNs, reportedNs));
                }
            }
        }

        @Override
        void time(long position, long timeNs) {
            if (!active && goodNs != null && goodNs + timeoutNs < timeNs) {
                raise(position, Math.max(goodNs + timeoutNs, reportedNs));
            }
        }

        @Override
        long nextTimerNs() {
            return active || goodNs == null ? Long.MAX_VALUE : goodNs + timeoutNs;
        }

        @Override
        void restart(long position, long timeNs) {
            super.restart(position, timeNs);
            goodNs = goodNs == null ? null : timeNs;
        }
    }

    /** One value for a time. */
    static final class Stuck extends NaiveClockedAlarm {
        private final long holdNs;
        private Double reference;
        private long startNs;
        private int samples;

        Stuck(long holdNs) {
            this.holdNs = holdNs;
        }

        @Override
        void reading(long position, long eventNs, double value, boolean sample, boolean retained) {
            if (eventNs < lastNs) {
                return;
            }
            lastNs = eventNs;
            if (!sample || retained) {
                return;
            }
            if (reference != null && value == reference) {
                samples++;
                if (!active && samples >= 2 && eventNs - startNs >= holdNs) {
                    raise(position, eventNs);
                }
                return;
            }
            reference = value;
            startNs = eventNs;
            samples = 1;
            if (active) {
                clear(position, eventNs);
            }
        }

        @Override
        void time(long position, long timeNs) {
            // samples alone raise and clear it
        }

        @Override
        void restart(long position, long timeNs) {
            super.restart(position, timeNs);
            startNs = timeNs;
        }
    }

    /** A change of more than a limit between two samples of one clock. */
    static final class Rate extends NaiveClockedAlarm {
        private final RateOfChangeRule rule;
        private Double before;
        private long beforeNs;

        Rate(RateOfChangeRule rule) {
            this.rule = rule;
        }

        @Override
        void reading(long position, long eventNs, double value, boolean sample, boolean retained) {
            if (eventNs < lastNs) {
                return;
            }
            lastNs = eventNs;
            if (!sample || retained) {
                return;
            }
            if (before != null) {
                NaiveRateAlarm.verdict(rule, beforeNs, before, eventNs, value)
                        .ifPresent(verdict -> take(position, eventNs, verdict));
            }
            before = value;
            beforeNs = eventNs;
        }

        private void take(long position, long eventNs, NaiveRateAlarm.Verdict verdict) {
            if (!active && verdict == NaiveRateAlarm.Verdict.TOO_FAST) {
                raise(position, eventNs);
            } else if (active && verdict == NaiveRateAlarm.Verdict.SLOW_ENOUGH) {
                clear(position, eventNs);
            }
        }

        @Override
        void time(long position, long timeNs) {
            // samples alone raise and clear it
        }

        @Override
        void restart(long position, long timeNs) {
            super.restart(position, timeNs);
            before = null;
        }
    }

    /** Readings in the order of event time, as far as a bound allows, before another alarm sees them. */
    static final class Sorted extends NaiveClockedAlarm {
        /** Pending delays. */
        private record Held(long eventNs, double value, boolean sample, boolean retained) {}

        private final NaiveClockedAlarm inner;
        private final long boundNs;
        private final List<Held> held = new ArrayList<>();
        private long maxNs = Long.MIN_VALUE;

        Sorted(NaiveClockedAlarm inner, long boundNs) {
            this.inner = inner;
            this.boundNs = boundNs;
        }

        NaiveClockedAlarm inner() {
            return inner;
        }

        @Override
        void reading(long position, long eventNs, double value, boolean sample, boolean retained) {
            if (maxNs != Long.MIN_VALUE && eventNs < maxNs - boundNs) {
                return;
            }
            int place = held.size();
            while (place > 0 && held.get(place - 1).eventNs() > eventNs) {
                place--;
            }
            held.add(place, new Held(eventNs, value, sample, retained));
            maxNs = Math.max(maxNs, eventNs);
            release(position, maxNs - boundNs);
        }

        @Override
        void time(long position, long timeNs) {
            if (timeNs > maxNs) {
                maxNs = timeNs;
                release(position, timeNs - boundNs);
            }
        }

        @Override
        long nextTimerNs() {
            long firstNs = held.isEmpty() ? Long.MAX_VALUE : held.get(0).eventNs();
            long nextNs = Math.min(firstNs, inner.nextTimerNs());
            return nextNs == Long.MAX_VALUE ? nextNs : nextNs + boundNs;
        }

        private void release(long position, long untilNs) {
            while (!held.isEmpty() && held.get(0).eventNs() <= untilNs) {
                Held first = held.remove(0);
                inner.reading(position, first.eventNs(), first.value(), first.sample(), first.retained());
            }
            if (untilNs != Long.MAX_VALUE) {
                inner.time(position, untilNs);
            }
        }

        @Override
        void restart(long position, long timeNs) {
            release(position, Long.MAX_VALUE);
            maxNs = Long.MIN_VALUE;
            inner.restart(position, timeNs);
        }
    }
}

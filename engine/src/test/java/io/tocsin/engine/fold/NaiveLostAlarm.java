package io.tocsin.engine.fold;

import io.tocsin.engine.plan.alarm.OnBad;
import java.util.ArrayList;
import java.util.List;

/**
 * The oracle of an alarm above a limit, without delays, on a sensor whose value may go: what it tells of a list of
 * values and ends. Written from semantics.md, "A value or a limit that goes".
 */
final class NaiveLostAlarm {
    /**
     * A reading of a derived sensor.
     *
     * @param position of the record that says so
     * @param timeNs when; of an end, never before what came before it
     * @param isEnd whether the value goes
     * @param isLimit whether it is what it was compared with that goes
     */
    record Item(int position, long timeNs, double value, boolean isEnd, boolean isLimit) {}

    private final double limit;
    private final OnBad onBad;
    private final List<String> told = new ArrayList<>();
    private long newestNs = Long.MIN_VALUE;
    private long lastNs = Long.MIN_VALUE;
    private long raisedNs = Long.MIN_VALUE;
    private int occurrence;
    private boolean isActive;
    private boolean isHeld;

    private NaiveLostAlarm(double limit, OnBad onBad) {
        this.limit = limit;
        this.onBad = onBad;
    }

    /** Each event as a text: the record, what is told, and why. */
    static List<String> told(double limit, OnBad onBad, List<Item> items) {
        NaiveLostAlarm alarm = new NaiveLostAlarm(limit, onBad);
        items.forEach(alarm::take);
        return alarm.told;
    }

    private void take(Item item) {
        if (item.isEnd()) {
            if (newestNs != Long.MIN_VALUE) {
                newestNs = Math.max(newestNs, item.timeNs());
                lastNs = newestNs;
                end(item);
            }
            return;
        }
        newestNs = Math.max(newestNs, item.timeNs());
        if (item.timeNs() < lastNs) {
            return;
        }
        lastNs = item.timeNs();
        boolean wasHeld = isHeld;
        isHeld = false;
        boolean isAbove = item.value() > limit;
        if (isAbove && !isActive) {
            occurrence = raisedNs == lastNs ? occurrence + 1 : 1;
            raisedNs = lastNs;
            isActive = true;
            tell(item, "RAISED", "RULE");
        } else if (!isAbove && isActive) {
            isActive = false;
            tell(item, "CLEARED", "RULE");
        } else if (isActive && wasHeld) {
            tell(item, "LEVEL_CHANGED", "RULE");
        }
    }

    private void end(Item item) {
        if (item.isLimit() || onBad == OnBad.CLEAR) {
            isHeld = false;
            if (isActive) {
                isActive = false;
                tell(item, "CLEARED", item.isLimit() ? "LIMIT_GONE" : "VALUE_GONE");
            }
        } else if (!isHeld) {
            isHeld = true;
            if (isActive) {
                tell(item, "LEVEL_CHANGED", "RULE");
            }
        }
    }

    private void tell(Item item, String kind, String reason) {
        told.add(item.position() + ": " + kind + " HI@" + lastNs + " of " + raisedNs + "#" + occurrence
                + (isHeld ? " held" : "") + " " + reason);
    }
}

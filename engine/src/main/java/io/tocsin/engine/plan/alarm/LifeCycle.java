package io.tocsin.engine.plan.alarm;

import java.util.List;

/**
 * The life cycle of a rule's episodes: what operators must do, and what rings again. Presentation only: a change keeps
 * the rule's version and state.
 *
 * @param ackRequired whether operators must acknowledge each episode
 * @param latch whether a cleared alarm stays until an operator resets it
 * @param reAlarmNs how long after an acknowledgement an active alarm rings again, ns; 0 for never
 * @param remindNs how long after ringing an active alarm that waits for an operator rings again, ns; 0 for never
 * @param maxShelveNs the longest shelf, ns
 * @param settleNs how long after the end of a silence an active alarm waits before it rings, ns of event time;
 *     {@link #ON_DELAY} for the rule's on-delay
 * @param group template of the key of the sensor's group, such as {@code press-{2}}; empty for none
 * @param suppressWhen name of the alarm that suppresses this one while it is active at a sensor of the same key; empty
 *     for none
 * @param suppressKey template of that key; empty for the sensor's name
 */
public record LifeCycle(
        boolean ackRequired,
        boolean latch,
        long reAlarmNs,
        long remindNs,
        long maxShelveNs,
        long settleNs,
        String group,
        String suppressWhen,
        String suppressKey) {
    /** Value of {@code settleNs}: as long as the rule's on-delay. */
    public static final long ON_DELAY = -1;

    /** The longest shelf unless the rule says otherwise, ns: 8 h. */
    public static final long DEFAULT_MAX_SHELVE_NS = 8L * 3_600 * 1_000_000_000;

    private static final int NAME_COUNT = 3;

    /** A life cycle with acknowledgement, and with the default of everything else. */
    public static final LifeCycle REQUIRED =
            new LifeCycle(true, false, 0, 0, DEFAULT_MAX_SHELVE_NS, ON_DELAY, "", "", "");

    /** A life cycle without acknowledgement, and with the default of everything else. */
    public static final LifeCycle UNACKNOWLEDGED =
            new LifeCycle(false, false, 0, 0, DEFAULT_MAX_SHELVE_NS, ON_DELAY, "", "", "");

    public LifeCycle {
        if (reAlarmNs < 0 || remindNs < 0) {
            throw new IllegalArgumentException(
                    "reAlarm and remind must not be negative, reAlarmNs=" + reAlarmNs + ", remindNs=" + remindNs);
        }
        if (maxShelveNs <= 0) {
            throw new IllegalArgumentException("maxShelve must be positive, maxShelveNs=" + maxShelveNs);
        }
        if (settleNs < ON_DELAY) {
            throw new IllegalArgumentException("settle must not be negative, settleNs=" + settleNs);
        }
    }

    /** This life cycle with a latch, or without. */
    public LifeCycle withLatch(boolean isLatched) {
        return new LifeCycle(
                ackRequired, isLatched, reAlarmNs, remindNs, maxShelveNs, settleNs, group, suppressWhen, suppressKey);
    }

    /** This life cycle with another time until it rings again after an acknowledgement, ns; 0 for never. */
    public LifeCycle withReAlarm(long ns) {
        return new LifeCycle(ackRequired, latch, ns, remindNs, maxShelveNs, settleNs, group, suppressWhen, suppressKey);
    }

    /** This life cycle with another time between reminders, ns; 0 for none. */
    public LifeCycle withRemind(long ns) {
        return new LifeCycle(
                ackRequired, latch, reAlarmNs, ns, maxShelveNs, settleNs, group, suppressWhen, suppressKey);
    }

    /** This life cycle with another longest shelf, ns. */
    public LifeCycle withMaxShelve(long ns) {
        return new LifeCycle(ackRequired, latch, reAlarmNs, remindNs, ns, settleNs, group, suppressWhen, suppressKey);
    }

    /** This life cycle with another time to settle, ns. */
    public LifeCycle withSettle(long ns) {
        return new LifeCycle(
                ackRequired, latch, reAlarmNs, remindNs, maxShelveNs, ns, group, suppressWhen, suppressKey);
    }

    /** This life cycle with another group. */
    public LifeCycle withGroup(String template) {
        return new LifeCycle(
                ackRequired, latch, reAlarmNs, remindNs, maxShelveNs, settleNs, template, suppressWhen, suppressKey);
    }

    /** This life cycle, suppressed while another alarm is active at a sensor of the same key. */
    public LifeCycle withSuppression(String alarm, String key) {
        return new LifeCycle(ackRequired, latch, reAlarmNs, remindNs, maxShelveNs, settleNs, group, alarm, key);
    }

    /** Writes the fields. */
    public void writeTo(FieldWriter out) {
        out.putByte((ackRequired ? 1 : 0) | (latch ? 2 : 0));
        out.putLong(reAlarmNs);
        out.putLong(remindNs);
        out.putLong(maxShelveNs);
        out.putLong(settleNs);
        out.putStrings(List.of(group, suppressWhen, suppressKey));
    }

    /** Reads what {@link #writeTo} wrote. */
    public static LifeCycle read(FieldReader in) {
        byte flags = in.getByte();
        if (flags < 0 || flags > 3) {
            throw new IllegalArgumentException("unknown flags of a life cycle in a plan, flags=" + flags);
        }
        long reAlarmNs = in.getLong();
        long remindNs = in.getLong();
        long maxShelveNs = in.getLong();
        long settleNs = in.getLong();
        List<String> names = in.getStrings();
        if (names.size() != NAME_COUNT) {
            throw new IllegalArgumentException("a life cycle has " + NAME_COUNT + " names, count=" + names.size());
        }
        return new LifeCycle(
                (flags & 1) != 0,
                (flags & 2) != 0,
                reAlarmNs,
                remindNs,
                maxShelveNs,
                settleNs,
                names.get(0),
                names.get(1),
                names.get(2));
    }
}

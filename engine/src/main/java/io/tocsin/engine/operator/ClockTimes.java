package io.tocsin.engine.operator;

import org.agrona.UnsafeApi;

/**
 * Adjusts times in the state of a key when the key's clock changes. Each time takes 8 bytes, epoch ns;
 * {@link Long#MIN_VALUE} is no time.
 */
public final class ClockTimes {
    private ClockTimes() {}

    /**
     * Moves a time by a step of the clock, to at most the clock's new time: a past time may not become a future one.
     */
    public static void move(long at, long byNs, long nowNs) {
        long timeNs = UnsafeApi.getLong(at);
        if (timeNs != Long.MIN_VALUE) {
            UnsafeApi.putLong(at, Math.min(timeNs + byNs, nowNs));
        }
    }

    /** Sets a time to the restarted clock's current time, unless there is no time. */
    public static void restart(long at, long nowNs) {
        if (UnsafeApi.getLong(at) != Long.MIN_VALUE) {
            UnsafeApi.putLong(at, nowNs);
        }
    }
}

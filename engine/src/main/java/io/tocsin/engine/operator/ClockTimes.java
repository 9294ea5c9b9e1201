package io.tocsin.engine.operator;

import org.agrona.UnsafeApi;

/** Times in the state of a key whose clock is another: each 8 bytes, epoch ns, {@link Long#MIN_VALUE} for none. */
public final class ClockTimes {
    private ClockTimes() {}

    /** The clock was put forward or back, and says this now: no time of the past may be behind it. */
    public static void move(long at, long byNs, long nowNs) {
        long timeNs = UnsafeApi.getLong(at);
        if (timeNs != Long.MIN_VALUE) {
            UnsafeApi.putLong(at, Math.min(timeNs + byNs, nowNs));
        }
    }

    /** The clock begins anew: what was at some time before is now. */
    public static void restart(long at, long nowNs) {
        if (UnsafeApi.getLong(at) != Long.MIN_VALUE) {
            UnsafeApi.putLong(at, nowNs);
        }
    }
}

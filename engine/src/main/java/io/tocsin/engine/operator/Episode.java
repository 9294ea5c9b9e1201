package io.tocsin.engine.operator;

import org.agrona.UnsafeApi;

/** The episode of an alarm in the state of its key: when it was raised, and which at that instant it is. */
final class Episode {
    private Episode() {}

    /**
     * One more begins.
     *
     * @param raisedAt address of the time of the last raise, 8 bytes
     * @param occurrenceAt address of its number among the raises of that instant, 4 bytes
     */
    static void begin(long raisedAt, long occurrenceAt, long timeNs) {
        boolean sameInstant = UnsafeApi.getLong(raisedAt) == timeNs;
        UnsafeApi.putInt(occurrenceAt, sameInstant ? UnsafeApi.getInt(occurrenceAt) + 1 : 1);
        UnsafeApi.putLong(raisedAt, timeNs);
    }
}

package io.tocsin.engine.alarm;

import org.agrona.UnsafeApi;

/**
 * The episode of an alarm in the state of its key: when it was raised, and its number, which tells it from others that
 * were raised at that instant.
 *
 * <p>Once a key's clock has gone back, any instant may come a second time. Its raises are numbered on from then on, so
 * that no two have one time and one number.
 */
final class Episode {
    /** Of the numbers: the key's clock has gone back. */
    private static final int GOES_ON = 1 << 29;

    private static final int GREATEST = GOES_ON - 1;

    private Episode() {}

    /**
     * Begins a further episode.
     *
     * @param raisedAt address of the time of the last raise, 8 bytes
     * @param occurrenceAt address of its number, 4 bytes
     * @param numbers what is kept of the numbers so far, 0 at first, below 2^30
     * @return what is to be kept of them now
     */
    static int begin(long raisedAt, long occurrenceAt, int numbers, long timeNs) {
        int greatest = numbers & GREATEST;
        int number = 1;
        if ((numbers & GOES_ON) != 0) {
            number = greatest + 1;
        } else if (UnsafeApi.getLong(raisedAt) == timeNs) {
            number = UnsafeApi.getInt(occurrenceAt) + 1;
        }
        UnsafeApi.putInt(occurrenceAt, number);
        UnsafeApi.putLong(raisedAt, timeNs);
        return number == 1 ? numbers : (numbers & GOES_ON) | Math.min(Math.max(greatest, number), GREATEST);
    }

    /** As {@link #begin(long, long, int, long)}, of numbers that are kept at an address, 4 bytes. */
    static void begin(long raisedAt, long occurrenceAt, long numbersAt, long timeNs) {
        int numbers = UnsafeApi.getInt(numbersAt);
        int after = begin(raisedAt, occurrenceAt, numbers, timeNs);
        if (after != numbers) {
            UnsafeApi.putInt(numbersAt, after);
        }
    }

    /**
     * The key's clock has gone back.
     *
     * @return what is to be kept of the numbers now
     */
    static int goOn(long occurrenceAt, int numbers) {
        int greatest = Math.max(numbers & GREATEST, UnsafeApi.getInt(occurrenceAt));
        return greatest == 0 ? numbers : GOES_ON | Math.min(greatest, GREATEST);
    }

    /** As {@link #goOn(long, int)}, of numbers that are kept at an address, 4 bytes. */
    static void goOn(long occurrenceAt, long numbersAt) {
        UnsafeApi.putInt(numbersAt, goOn(occurrenceAt, UnsafeApi.getInt(numbersAt)));
    }
}

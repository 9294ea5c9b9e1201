package io.tocsin.engine.alarm;

import org.agrona.UnsafeApi;

/**
 * The episode of an alarm in the state of its key: its raise time, and a number that distinguishes episodes raised at
 * the same instant.
 *
 * <p>Once a key's clock has gone back, any instant may occur again. From then on raises are numbered consecutively, so
 * no two episodes share both time and number.
 */
final class Episode {
    /** Bit of the numbers: the key's clock has gone back, so raises are numbered consecutively. */
    private static final int GOES_ON = 1 << 29;

    private static final int GREATEST = GOES_ON - 1;

    private Episode() {}

    /**
     * Begins a further episode.
     *
     * @param raisedAt address of the time of the last raise, 8 bytes
     * @param occurrenceAt address of the number of the last raise, 4 bytes
     * @param numbers the greatest number so far and the bit of consecutive numbering; 0 at first, below 2^30
     * @return the new value of {@code numbers}
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

    /** As {@link #begin(long, long, int, long)}, with the numbers stored at an address, 4 bytes. */
    static void begin(long raisedAt, long occurrenceAt, long numbersAt, long timeNs) {
        int numbers = UnsafeApi.getInt(numbersAt);
        int after = begin(raisedAt, occurrenceAt, numbers, timeNs);
        if (after != numbers) {
            UnsafeApi.putInt(numbersAt, after);
        }
    }

    /**
     * Numbers raises consecutively from now on, because the key's clock has gone back.
     *
     * @return the new value of {@code numbers}
     */
    static int goOn(long occurrenceAt, int numbers) {
        int greatest = Math.max(numbers & GREATEST, UnsafeApi.getInt(occurrenceAt));
        return greatest == 0 ? numbers : GOES_ON | Math.min(greatest, GREATEST);
    }

    /** As {@link #goOn(long, int)}, with the numbers stored at an address, 4 bytes. */
    static void goOn(long occurrenceAt, long numbersAt) {
        UnsafeApi.putInt(numbersAt, goOn(occurrenceAt, UnsafeApi.getInt(numbersAt)));
    }
}

package io.tocsin.ingest.tally;

/**
 * One payload or row that stands for others of its kind.
 *
 * @param text its beginning, at most {@link #MAX_BYTES} bytes; what is not UTF-8 reads U+FFFD
 * @param detail why it gave no reading; null when it gave one
 * @param eventTimeNs epoch nanoseconds; {@link io.tocsin.ingest.decode.EventTime#ABSENT} when it has none
 * @param receiveTimeNs epoch nanoseconds
 */
public record Sample(String text, String detail, long eventTimeNs, long receiveTimeNs) {
    /** The most bytes of a payload or row that are kept. */
    public static final int MAX_BYTES = 160;
}

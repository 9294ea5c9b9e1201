package io.tocsin.gateway.trial;

import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import org.agrona.DirectBuffer;

/** Finds the receive time of a journal's last reading or tick. */
final class JournalEnd implements RecordHandler {
    /** Result for a journal without readings and ticks */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final long FIRST_COUNT = 1_024;

    private long timeNs = NO_TIME;

    private JournalEnd() {}

    /** The time, epoch ns; or {@link #NO_TIME}. Looks at more and more records before the end until one has a time. */
    static long timeNs(JournalReader reader) {
        JournalEnd end = new JournalEnd();
        long toPosition = reader.endPosition();
        long count = FIRST_COUNT;
        while (end.timeNs == NO_TIME && toPosition > reader.firstPosition()) {
            long fromPosition = Math.max(reader.firstPosition(), toPosition - count);
            reader.read(fromPosition, toPosition, end);
            toPosition = fromPosition;
            count *= 2;
        }
        return end.timeNs;
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        timeNs = receiveTimeNs;
    }

    @Override
    public void onTick(long position, long clockNs) {
        timeNs = clockNs;
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        // definitions and plans have no time
    }
}

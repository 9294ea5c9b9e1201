package io.tocsin.gateway.trial;

import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import java.util.BitSet;
import org.agrona.DirectBuffer;

/** A journal whose readings since a receive time are counted, and their sensors noted, as they are read. One thread. */
final class HeardSensors implements JournalReader {
    private final JournalReader journal;
    private final long fromNs;
    private final BitSet sensorIds = new BitSet();
    private long readingCount;

    /**
     * @param fromNs first receive time that counts, epoch ns
     */
    HeardSensors(JournalReader journal, long fromNs) {
        this.journal = journal;
        this.fromNs = fromNs;
    }

    /** Ids of the sensors with a reading. */
    BitSet sensorIds() {
        return sensorIds;
    }

    long readingCount() {
        return readingCount;
    }

    @Override
    public long firstPosition() {
        return journal.firstPosition();
    }

    @Override
    public long endPosition() {
        return journal.endPosition();
    }

    @Override
    public long read(long fromPosition, long toPosition, RecordHandler handler) {
        return journal.read(fromPosition, toPosition, new Noting(handler));
    }

    @Override
    public void close() {
        journal.close();
    }

    private final class Noting implements RecordHandler {
        private final RecordHandler handler;

        private Noting(RecordHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            if (receiveTimeNs >= fromNs) {
                sensorIds.set(sensorId);
                readingCount++;
            }
            handler.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        }

        @Override
        public void onTick(long position, long clockNs) {
            handler.onTick(position, clockNs);
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            handler.onControl(position, kind, buffer, offset, length);
        }
    }
}

package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.JournalRecord.Control;
import io.tocsin.persistence.journal.JournalRecord.Reading;
import io.tocsin.persistence.journal.JournalRecord.Tick;
import io.tocsin.persistence.journal.format.RecordDecoder;
import io.tocsin.persistence.journal.format.RecordEncoder;
import io.tocsin.persistence.journal.format.RecordLayout;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The fast codec against the slow one, both ways. */
class RecordCodecModelTest {
    private static final int RUNS = Boolean.getBoolean("tocsin.heavy") ? 5_000 : 150;

    @Test
    void shouldAgreeWithNaiveCodecOnRandomRecords() {
        long firstSeed = JournalTesting.seed();
        for (int run = 0; run < RUNS; run++) {
            long seed = firstSeed + run;
            List<JournalRecord> records = new RandomRecords(seed).list(400);

            byte[] fast = encode(records);
            assertThat(new NaiveCodec().decode(fast, records.size()))
                    .as("seed=%d", seed)
                    .isEqualTo(records);
            assertThat(decode(fast, records.size())).as("seed=%d", seed).isEqualTo(records);

            byte[] naive = new NaiveCodec().encode(records);
            assertThat(decode(naive, records.size())).as("seed=%d", seed).isEqualTo(records);
        }
    }

    @Test
    void shouldForgetEverythingWhenSegmentBegins() {
        List<JournalRecord> records = new RandomRecords(1).list(300);
        RecordEncoder encoder = new RecordEncoder();
        byte[] first = encode(encoder, records);
        encoder.reset();
        assertThat(Arrays.equals(encode(encoder, records), first)).isTrue();
    }

    @Test
    void shouldForgetEverythingAfterMoreSegmentsThanEpochs() {
        List<JournalRecord> records = new RandomRecords(2).list(20);
        RecordEncoder encoder = new RecordEncoder();
        byte[] first = encode(encoder, records);
        for (int i = 0; i < (1 << 16) + 5; i++) {
            encoder.reset();
        }
        assertThat(Arrays.equals(encode(encoder, records), first)).isTrue();
    }

    @Test
    void shouldTakeTwoBytesForReadingThatChangesByFewSteps() {
        RecordEncoder encoder = new RecordEncoder();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int end = 0;
        int begin = 0;
        for (int i = 0; i < 4; i++) {
            begin = end;
            long time = 1_000_000_000L * i;
            end = encoder.putReading(buffer, end, 0, time, time, 20.5 + i / 10.0, 0, 0);
        }
        assertThat(end - begin).isEqualTo(2);
    }

    private static byte[] encode(List<JournalRecord> records) {
        return encode(new RecordEncoder(), records);
    }

    static byte[] encode(RecordEncoder encoder, List<JournalRecord> records) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int end = 0;
        for (JournalRecord record : records) {
            if (record instanceof Reading r) {
                double value = Double.longBitsToDouble(r.valueBits());
                end = encoder.putReading(
                        buffer, end, r.sensorId(), r.eventTimeNs(), r.receiveTimeNs(), value, r.quality(), r.flags());
            } else if (record instanceof Tick tick) {
                end = encoder.putTick(buffer, end, tick.clockNs());
            } else {
                Control control = (Control) record;
                byte[] body = new byte[control.body().size()];
                for (int i = 0; i < body.length; i++) {
                    body[i] = control.body().get(i);
                }
                end = encoder.putControl(buffer, end, control.kind(), new UnsafeBuffer(body), 0, body.length);
            }
        }
        byte[] bytes = new byte[end];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static List<JournalRecord> decode(byte[] bytes, int count) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[bytes.length + RecordLayout.READ_SLACK]);
        buffer.putBytes(0, bytes);
        Collector collector = new Collector(7);
        RecordDecoder decoder = new RecordDecoder(RandomRecords.SENSOR_COUNT);
        String fault = decoder.decode(buffer, 0, bytes.length, count, 7, 0, Long.MAX_VALUE, collector);
        assertThat(fault).isNull();
        return collector.records;
    }
}

package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.persistence.journal.JournalRecord.Collector;
import io.tocsin.persistence.journal.format.RecordDecoder;
import io.tocsin.persistence.journal.format.RecordEncoder;
import io.tocsin.persistence.journal.format.RecordLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as the records of a batch: they decode or are refused, nothing beyond the slack is read, and what decoded
 * comes back from its own encoding. {@code .ci/fuzz RecordDecoder} makes inputs.
 */
class RecordDecoderFuzzTest {
    private static final int MAX_SENSORS = 10_000;
    private static final long FIRST_POSITION = 7;
    private static final RecordDecoder DECODER = new RecordDecoder(MAX_SENSORS);
    private static final RecordEncoder ENCODER = new RecordEncoder();

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/RecordDecoder"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldDecodeOrRefuseKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. The first byte is the number of records. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] records = new byte[input.length - 1];
        System.arraycopy(input, 1, records, 0, records.length);
        int count = input[0] & 0xFF;
        Collector collector = new Collector(FIRST_POSITION);
        String fault = decode(records, count, collector);
        check(fault != null || collector.records.size() == count, "a record was left out", fault);
        if (fault == null) {
            ENCODER.reset();
            byte[] encoded = RecordCodecModelTest.encode(ENCODER, collector.records);
            Collector again = new Collector(FIRST_POSITION);
            check(decode(encoded, count, again) == null, "our own encoding is refused", collector.records);
            check(
                    again.records.equals(collector.records),
                    "records changed",
                    List.of(collector.records, again.records));
        }
    }

    /** The buffer ends where the slack ends, and checks its bounds. */
    private static String decode(byte[] records, int count, Collector collector) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[records.length + RecordLayout.READ_SLACK]);
        buffer.putBytes(0, records);
        DECODER.reset();
        return DECODER.decode(buffer, 0, records.length, count, FIRST_POSITION, 0, Long.MAX_VALUE, collector);
    }

    private static void check(boolean holds, String what, Object details) {
        if (!holds) {
            assertThat(holds).as("%s: %s", what, details).isTrue();
        }
    }
}

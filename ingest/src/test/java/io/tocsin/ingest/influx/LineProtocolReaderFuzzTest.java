package io.tocsin.ingest.influx;

import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.AnyBytes;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as line protocol. {@code .ci/fuzz LineProtocolReader} makes inputs. */
class LineProtocolReaderFuzzTest {
    private static final PayloadConfig CONFIG = PayloadConfig.scalar(PayloadFormat.INFLUX, ValueRule.PLAIN);
    private static final AnyBytes TARGET = new AnyBytes(List.of(
            CONFIG.reader(NameTemplate.parse(LineProtocolReader.DEFAULT_NAME)),
            CONFIG.reader(NameTemplate.parse("{+a}/{host}/{field}"))));

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/LineProtocolReader"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldStandKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.check(input);
    }
}

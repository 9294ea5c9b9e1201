package io.tocsin.ingest.senml;

import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.AnyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as SenML, in JSON and in CBOR. {@code .ci/fuzz SenmlReader} makes inputs. */
class SenmlReaderFuzzTest {
    private static final NameTemplate TEMPLATE = NameTemplate.parse(SenmlReader.DEFAULT_NAME);
    private static final AnyBytes TARGET = new AnyBytes(
            List.of(SenmlReader.json(ValueRule.PLAIN, TEMPLATE), SenmlReader.cbor(ValueRule.PLAIN, TEMPLATE)));

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/SenmlReader"))) {
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

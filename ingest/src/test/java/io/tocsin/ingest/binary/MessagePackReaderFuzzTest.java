package io.tocsin.ingest.binary;

import io.tocsin.ingest.payload.AnyBytes;
import io.tocsin.ingest.payload.PayloadFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a MessagePack payload. {@code .ci/fuzz MessagePackReader} makes inputs. */
class MessagePackReaderFuzzTest {
    private static final AnyBytes TARGET = new AnyBytes(PayloadFormat.MSGPACK);

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/MessagePackReader"))) {
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

package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a JSON payload: the scanner accepts exactly the documents that Jackson accepts and that have the common
 * shape, and both read the same out of them. {@code .ci/fuzz JsonScanner} makes inputs.
 */
class JsonScannerFuzzTest {
    private static final JsonDecoder DECODER = new JsonDecoder(
            new PayloadConfig(PayloadConfig.Format.JSON, List.of("v", "d.w", "d"), "ts", TimeUnits.MS, "q"));
    private static final DecodedPayload FAST = new DecodedPayload(3);
    private static final DecodedPayload SLOW = new DecodedPayload(3);
    private static final int FRAME = 5;

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/JsonScanner"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldAgreeWithJacksonOnKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        byte[] framed = new byte[input.length + 2 * FRAME];
        System.arraycopy(input, 0, framed, FRAME, input.length);
        JacksonDocument document = JacksonDocument.read(input);
        DECODER.readAll(framed, FRAME, input.length, SLOW);
        boolean isRefused = SLOW.reason() != null && SLOW.reason() != Counter.DROPPED_BAD_TIME;
        check(isRefused == !document.isAccepted(), "Jackson accepts=%s, we say %s", document, SLOW.detail());

        boolean isScanned = DECODER.scan(input, 0, input.length, FAST);
        check(isScanned == document.isCommon(), "scanned=%s, Jackson: %s", isScanned, document);
        if (isScanned) {
            JsonDecoderModelTest.assertSame("", FAST, SLOW);
            if (FAST.reason() == null) {
                checkValue(document.number("v"), FAST, 0);
                checkValue(document.number("d.w"), FAST, 1);
            }
        }
        DECODER.decode(input, 0, input.length, FAST);
        JsonDecoderModelTest.assertSame("", FAST, SLOW);
    }

    private static void checkValue(Double number, DecodedPayload decoded, int member) {
        if (number != null && decoded.refusal(member) == null && decoded.quality(member) != 2) {
            check(decoded.value(member) == number, "Jackson reads %s, the scanner %s", number, decoded.value(member));
        }
    }

    private static void check(boolean holds, String what, Object... details) {
        if (!holds) {
            assertThat(holds).as(what, details).isTrue();
        }
    }
}

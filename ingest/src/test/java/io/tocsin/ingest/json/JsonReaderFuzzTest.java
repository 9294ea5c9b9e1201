package io.tocsin.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a JSON payload: the reader accepts what Jackson accepts, beside bare words for no number and but for
 * members that are given twice. {@code .ci/fuzz JsonReader} makes inputs.
 */
class JsonReaderFuzzTest {
    private static final TopicLevels TOPIC = new TopicLevels("t");
    private static final PayloadReader FLAT =
            Payloads.json(List.of("v", "d.w", "d"), "ts", TimeUnits.MS, "q").reader(NameTemplate.parse("{topic}"));
    private static final PayloadReader DEEP = PayloadConfig.json(new Mapping(
                    MemberPath.parse("*[]"),
                    List.of(ValueConfig.at("*", ValueRule.PLAIN), ValueConfig.at("d.*", ValueRule.PLAIN)),
                    List.of(MemberPath.parse("x")),
                    null,
                    null))
            .reader(NameTemplate.parse("{key}/{id}/{member}"));
    private static final Readings READINGS = new Readings();

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/JsonReader"))) {
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
        int length = input.length;
        while (length > 0 && input[length - 1] == 0) {
            length--;
        }
        boolean hasMark = length >= 3 && input[0] == (byte) 0xEF && input[1] == (byte) 0xBB && input[2] == (byte) 0xBF;
        int from = hasMark ? 3 : 0;
        byte[] document = new byte[length - from];
        System.arraycopy(input, from, document, 0, document.length);
        boolean[] twins = new boolean[1];
        Optional<Object> tree = JacksonTree.read(document, twins);
        String text = new String(document, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        boolean isStrict = !twins[0] && !text.contains("nan") && !text.contains("inf");
        for (PayloadReader reader : List.of(FLAT, DEEP)) {
            reader.read(input, 0, input.length, TOPIC, READINGS);
            boolean isRefused = READINGS.reason() == Counter.DROPPED_BAD_JSON
                    || READINGS.reason() == Counter.DROPPED_BAD_UTF8
                    || READINGS.reason() == Counter.DROPPED_TOO_DEEP;
            if (isStrict && READINGS.reason() != Counter.DROPPED_BAD_PAYLOAD && isRefused == tree.isPresent()) {
                assertThat(isRefused)
                        .as("Jackson accepts=%s, we say %s", tree.isPresent(), READINGS.detail())
                        .isFalse();
            }
            for (int i = 0; i < READINGS.size(); i++) {
                boolean isSound = READINGS.refusal(i) != null
                        ? READINGS.detail(i) != null
                        : READINGS.isUndecided(i) || Double.isFinite(READINGS.value(i)) || READINGS.quality(i) == 2;
                if (!isSound) {
                    assertThat(isSound).as("reading %s of %s", i, text).isTrue();
                }
            }
        }
    }
}

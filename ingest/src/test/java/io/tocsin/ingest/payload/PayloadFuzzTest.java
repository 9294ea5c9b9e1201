package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadFuzzTest {
    private static final PayloadConfig NUMBER = Payloads.number();
    private static final NameTemplate TEMPLATE = NameTemplate.parse("{topic}");
    private static final TopicLevels TOPIC = new TopicLevels("a/b");

    @ParameterizedTest
    @CsvSource({
        "21.5,21.5,GOOD",
        "' -3\n',-3,GOOD",
        "+1e3,1000,GOOD",
        "true,1,GOOD",
        "FALSE,0,GOOD",
        ".5,0.5,GOOD",
        "5.,5,GOOD",
        "NaN,NaN,BAD",
        "-Infinity,NaN,BAD",
        "inf,NaN,BAD",
        "null,NaN,BAD"
    })
    void shouldReadNumberPayload(String payload, double value, Quality quality) {
        Readings decoded = number(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.value(0)).isEqualTo(Double.valueOf(value));
        assertThat(Quality.ofCode(decoded.quality(0))).isEqualTo(quality);
    }

    @ParameterizedTest
    @CsvSource({"abc", "1 2", "'1,5'", "0x1F", "1d", "1e", "--1", "1e999", "on", "."})
    void shouldReadPayloadAsTextWhenItIsNoNumber(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Readings decoded = number(bytes);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.isUndecided(0)).isTrue();
        assertThat(decoded.isNumeral(0)).isFalse();
        assertThat(Payloads.text(decoded, 0)).isEqualTo(payload);
        Readings strict = Payloads.read(PayloadConfig.number(ValueRule.NUMBERS_ONLY), bytes);
        assertThat(strict.isUndecided(0)).isFalse();
        assertThat(strict.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(strict.detail()).isEqualTo("payload is a text, and type: number takes none");
    }

    @ParameterizedTest
    @CsvSource({"''", "' 	'"})
    void shouldRefuseEmptyPayload(String payload) {
        Readings decoded = number(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.reason()).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(decoded.detail()).isEqualTo("payload is empty");
    }

    @Test
    void shouldRefuseNumberPayloadWhenNotUtf8() {
        assertThat(number(new byte[] {(byte) 0xC3, (byte) 0x28}).reason()).isEqualTo(Counter.DROPPED_BAD_UTF8);
    }

    @Test
    void shouldNeverThrowWhenBytesAreRandom() {
        Random random = seeded("bytes");
        PayloadReader json =
                Payloads.json(List.of("a.b"), "t", TimeUnits.ISO, "q").reader(TEMPLATE);
        PayloadReader number = NUMBER.reader(TEMPLATE);
        Readings decoded = new Readings();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = random.nextBoolean()
                    ? "{\"a\":{\"b\":12.5},\"t\":\"2026-11-20T17:31:00Z\"}".getBytes(StandardCharsets.UTF_8)
                    : new byte[random.nextInt(40)];
            int edits = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            for (int e = 0; e < edits; e++) {
                bytes[random.nextInt(bytes.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "{}[]\":,.0e-tfn\\u".charAt(random.nextInt(16)));
            }
            json.read(bytes, 0, bytes.length, TOPIC, decoded);
            check(decoded);
            number.read(bytes, 0, bytes.length, TOPIC, decoded);
            check(decoded);
        }
    }

    @Test
    void shouldAgreeWithTheJdkOnUtf8() {
        Random random = seeded("utf8");
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = Character.toString(random.nextInt(0x110000)).getBytes(StandardCharsets.UTF_8);
            }
            boolean expected = isUtf8(bytes);
            valid += expected ? 1 : 0;
            if (Utf8.isValid(bytes, 0, bytes.length) != expected) {
                fail("bytes=%s expected=%s", Arrays.toString(bytes), expected);
            }
        }
        assertThat(valid).isGreaterThan(1000);
    }

    @Test
    void shouldAllocateNothingWhenPayloadIsOfTheCommonShape() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PayloadReader json =
                Payloads.json(List.of("data.v"), "ts", TimeUnits.MS, "q").reader(TEMPLATE);
        PayloadReader number = NUMBER.reader(TEMPLATE);
        PayloadReader kepware = kepware();
        byte[] array = ("{\"timestamp\":1795195860123,\"values\":["
                        + "{\"id\":\"Line1.Temp\",\"v\":\"7\",\"q\":true,\"t\":1795195860123},"
                        + "{\"id\":\"L\\u0069ne2\",\"v\":\"RUN\",\"q\":false},{\"id\":\"ü/3\",\"v\":nan}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] document =
                "{\"ts\":1795195860123,\"data\":{\"v\":95.25},\"q\":\"good\"}".getBytes(StandardCharsets.UTF_8);
        byte[] quoted = "{\"data\":{\"v\":\"95.25\"},\"q\":0}".getBytes(StandardCharsets.UTF_8);
        byte[] word = "{\"data\":{\"v\":\"RUN\"},\"q\":\"192\"}".getBytes(StandardCharsets.UTF_8);
        byte[] plain = "21.75".getBytes(StandardCharsets.UTF_8);
        Readings decoded = new Readings();
        long best = Long.MAX_VALUE;
        // Several rounds: the compiler's own work on this thread is not the decoder's.
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 50_000; i++) {
                json.read(document, 0, document.length, TOPIC, decoded);
                json.read(quoted, 0, quoted.length, TOPIC, decoded);
                json.read(word, 0, word.length, TOPIC, decoded);
                number.read(plain, 0, plain.length, TOPIC, decoded);
                kepware.read(array, 0, array.length, TOPIC, decoded);
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(best).as("bytes for 250,000 messages").isLessThan(1_000);
    }

    private static PayloadReader kepware() {
        Mapping mapping = new Mapping(
                MemberPath.parse("values[]"),
                List.of(ValueConfig.at("v", ValueRule.PLAIN)),
                List.of(),
                TimeConfig.at("t", TimeFormat.MS),
                QualityMapping.unsaid("q"));
        return PayloadConfig.json(mapping).reader(NameTemplate.parse("{topic}/{id}"));
    }

    private static void check(Readings decoded) {
        if (decoded.reason() != null) {
            assertThat(decoded.reason().isDrop()).isTrue();
            assertThat(decoded.detail()).isNotBlank();
            return;
        }
        for (int i = 0; i < decoded.size(); i++) {
            if (decoded.refusal(i) != null) {
                assertThat(decoded.detail(i)).isNotBlank();
            } else {
                boolean finite = Double.isFinite(decoded.value(i)) || decoded.isUndecided(i);
                assertThat(finite || decoded.quality(i) == Quality.BAD.code()).isTrue();
            }
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Readings number(byte[] payload) {
        return Payloads.read(NUMBER, payload);
    }

    private static Random seeded(String what) {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("PayloadFuzzTest " + what + " seed=" + seed);
        return new Random(seed);
    }
}

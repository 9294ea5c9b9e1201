package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
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

class DecoderFuzzTest {
    private static final PayloadDecoder NUMBER =
            PayloadDecoder.of(new PayloadConfig(PayloadConfig.Format.NUMBER, List.of(), null, TimeUnits.MS, null));

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
        DecodedPayload decoded = number(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.value(0)).isEqualTo(Double.valueOf(value));
        assertThat(Quality.ofCode(decoded.quality(0))).isEqualTo(quality);
    }

    @ParameterizedTest
    @CsvSource({"abc", "1 2", "'1,5'", "0x1F", "1d", "1e", "--1", "1e999", "on", "."})
    void shouldReadPayloadAsTextWhenItIsNoNumber(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        DecodedPayload decoded = number(bytes);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.isText(0)).isTrue();
        assertThat(decoded.isNumeral(0)).isFalse();
        assertThat(new String(decoded.text(0), decoded.textFrom(0), decoded.textLength(0), StandardCharsets.UTF_8))
                .isEqualTo(payload);
        PayloadDecoder.of(new PayloadConfig(PayloadConfig.Format.NUMBER, List.of(), null, TimeUnits.MS, null, true))
                .decode(bytes, 0, bytes.length, decoded);
        assertThat(decoded.isText(0)).isFalse();
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(decoded.detail()).isEqualTo("payload is not a finite number, and type: number takes no text");
    }

    @ParameterizedTest
    @CsvSource({"''", "' 	'"})
    void shouldRefuseEmptyPayload(String payload) {
        DecodedPayload decoded = number(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(decoded.detail()).isEqualTo("payload is empty");
    }

    @Test
    void shouldRefuseNumberPayloadWhenTooLargeOrNotUtf8() {
        assertThat(number(new byte[1 << 20]).reason()).isEqualTo(Counter.DROPPED_TOO_LARGE);
        assertThat(number(new byte[] {(byte) 0xC3, (byte) 0x28}).reason()).isEqualTo(Counter.DROPPED_BAD_UTF8);
    }

    @Test
    void shouldNeverThrowWhenBytesAreRandom() {
        Random random = seeded("bytes");
        JsonDecoder json = JsonDecoderTest.decoder("a.b", "t", TimeUnits.ISO, "q");
        DecodedPayload decoded = new DecodedPayload(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = random.nextBoolean()
                    ? "{\"a\":{\"b\":12.5},\"t\":\"2026-11-20T17:31:00Z\"}".getBytes(StandardCharsets.UTF_8)
                    : new byte[random.nextInt(40)];
            int edits = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            for (int e = 0; e < edits; e++) {
                bytes[random.nextInt(bytes.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "{}[]\":,.0e-tfn\\u".charAt(random.nextInt(16)));
            }
            json.decode(bytes, 0, bytes.length, decoded);
            check(decoded);
            NUMBER.decode(bytes, 0, bytes.length, decoded);
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
        JsonDecoder json = JsonDecoderTest.decoder("data.v", "ts", TimeUnits.MS, "q");
        byte[] document =
                "{\"ts\":1795195860123,\"data\":{\"v\":95.25},\"q\":\"good\"}".getBytes(StandardCharsets.UTF_8);
        byte[] quoted = "{\"data\":{\"v\":\"95.25\"},\"q\":0}".getBytes(StandardCharsets.UTF_8);
        byte[] word = "{\"data\":{\"v\":\"RUN\"},\"q\":\"192\"}".getBytes(StandardCharsets.UTF_8);
        byte[] plain = "21.75".getBytes(StandardCharsets.UTF_8);
        DecodedPayload decoded = new DecodedPayload(1);
        long best = Long.MAX_VALUE;
        // Several rounds: the compiler's own work on this thread is not the decoder's.
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 50_000; i++) {
                json.decode(document, 0, document.length, decoded);
                json.decode(quoted, 0, quoted.length, decoded);
                json.decode(word, 0, word.length, decoded);
                NUMBER.decode(plain, 0, plain.length, decoded);
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(best).as("bytes for 200,000 messages").isLessThan(1_000);
    }

    private static void check(DecodedPayload decoded) {
        if (decoded.reason() != null) {
            assertThat(decoded.reason().isDrop()).isTrue();
            assertThat(decoded.detail()).isNotBlank();
        } else if (decoded.refusal(0) == null) {
            boolean finite = Double.isFinite(decoded.value(0)) || decoded.isText(0);
            assertThat(finite || decoded.quality(0) == Quality.BAD.code()).isTrue();
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

    private static DecodedPayload number(byte[] payload) {
        DecodedPayload decoded = new DecodedPayload(1);
        NUMBER.decode(payload, 0, payload.length, decoded);
        return decoded;
    }

    private static Random seeded(String what) {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("DecoderFuzzTest " + what + " seed=" + seed);
        return new Random(seed);
    }
}

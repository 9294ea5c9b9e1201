package io.tocsin.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the JDK's strict UTF-8 decoder and the list of characters that no name may have. */
class SensorNamesFuzzTest {
    private static final int[] EDGES = {
        0x00, 0x1F, 0x20, '#', '$', '+', '/', 0x7E, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xA8, 0xA9, 0xAA, 0xBF, 0xC0,
        0xC1, 0xC2, 0xC3, 0xDF, 0xE0, 0xE1, 0xE2, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    @Test
    void shouldAgreeWithTheStrictDecoderWhenBytesAreRandom() {
        Seeds.forEach(200, seed -> {
            Random random = Seeds.random(seed);
            for (int i = 0; i < 1_000; i++) {
                byte[] bytes = new byte[1 + random.nextInt(6)];
                for (int b = 0; b < bytes.length; b++) {
                    bytes[b] = (byte) (random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextInt());
                }
                check(bytes);
            }
        });
    }

    @Test
    void shouldAgreeWithTheStrictDecoderForEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                check(("a" + Character.toString(codePoint)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void shouldAgreeWithTheStrictDecoderForEveryTwoAndThreeBytesOfEdges() {
        for (int a : EDGES) {
            for (int b : EDGES) {
                check(new byte[] {(byte) a, (byte) b});
                for (int c : EDGES) {
                    check(new byte[] {(byte) a, (byte) b, (byte) c});
                }
            }
        }
    }

    private static void check(byte[] bytes) {
        boolean expected = isValid(bytes);
        byte[] framed = new byte[bytes.length + 6];
        Arrays.fill(framed, (byte) 0x80);
        System.arraycopy(bytes, 0, framed, 3, bytes.length);
        if (SensorNames.isValid(framed, 3, bytes.length) != expected) {
            assertThat(!expected).as(Arrays.toString(bytes)).isEqualTo(expected);
        }
    }

    private static boolean isValid(byte[] bytes) {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return false;
        }
        return !name.startsWith("$")
                && name.chars()
                        .noneMatch(
                                c -> Character.isISOControl(c) || c == '+' || c == '#' || c == 0x2028 || c == 0x2029);
    }
}

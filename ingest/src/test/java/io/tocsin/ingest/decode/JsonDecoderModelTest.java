package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.reading.Numeral;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner against Jackson: whatever the scanner accepts, Jackson must read the same way. */
class JsonDecoderModelTest {
    private static final int DOCUMENTS = 200_000;
    private static final String[] NAMES = {"v", "w", "ts", "q", "d", "x", "unit", "vv", "\\u0076", "é"};
    private static final String[] SCALARS = {
        "true",
        "false",
        "null",
        "\"good\"",
        "\"BAD\"",
        "\"uncertain\"",
        "\"NaN\"",
        "\"21.5\"",
        "\" -1e2 \"",
        "\"TRUE\"",
        "\"1.2.3\"",
        "\"\"",
        "\"a\\nb\"",
        "\"é\"",
        "0",
        "-0",
        "192",
        "64",
        "1795195860123",
        "\"1795195860123\"",
        "1e400",
        "1e-400",
        "-1.5E+3",
        "nul",
        "01",
        "1.",
        "--1",
        "NaN",
        "1795195860.123456789"
    };

    @Test
    void shouldAgreeWithJacksonWhenScannerAccepts() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("JsonDecoderModelTest seed=" + seed);
        Random random = new Random(seed);
        JsonDecoder decoder = new JsonDecoder(
                new PayloadConfig(PayloadConfig.Format.JSON, List.of("v", "d.w", "d"), "ts", TimeUnits.MS, "q"));
        DecodedPayload fast = new DecodedPayload(3);
        DecodedPayload slow = new DecodedPayload(3);
        int scanned = 0;
        int refused = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            StringBuilder text = new StringBuilder();
            object(text, random, 0);
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] shifted = new byte[bytes.length + 7];
            System.arraycopy(bytes, 0, shifted, 5, bytes.length);
            decoder.readAll(shifted, 5, bytes.length, slow);
            refused += slow.reason() != null ? 1 : 0;
            if (decoder.scan(bytes, 0, bytes.length, fast)) {
                scanned++;
                assertSame("seed=" + seed + " " + text, fast, slow);
            }
        }
        // Both ways must have been taken often, or the test says nothing.
        assertThat(scanned).isGreaterThan(DOCUMENTS / 20);
        assertThat(refused).isGreaterThan(DOCUMENTS / 20);
    }

    static void assertSame(String what, DecodedPayload fast, DecodedPayload slow) {
        assertThat(fast.reason()).as(what).isEqualTo(slow.reason());
        assertThat(fast.detail()).as(what).isEqualTo(slow.detail());
        if (fast.reason() != null) {
            return;
        }
        assertThat(fast.eventTimeNs()).as(what).isEqualTo(slow.eventTimeNs());
        for (int m = 0; m < fast.memberCount(); m++) {
            assertThat(fast.refusal(m)).as(what).isEqualTo(slow.refusal(m));
            assertThat(fast.isText(m)).as(what).isEqualTo(slow.isText(m));
            if (fast.isText(m)) {
                assertThat(text(fast, m)).as(what).isEqualTo(text(slow, m));
                assertThat(fast.isNumeral(m)).as(what).isEqualTo(Numeral.isNumeral(text(fast, m)));
            }
            if (fast.refusal(m) == null) {
                assertThat(fast.quality(m)).as(what).isEqualTo(slow.quality(m));
                assertThat(Double.doubleToLongBits(fast.value(m)))
                        .as(what)
                        .isEqualTo(Double.doubleToLongBits(slow.value(m)));
            }
        }
    }

    private static String text(DecodedPayload decoded, int memberIndex) {
        return new String(
                decoded.text(memberIndex),
                decoded.textFrom(memberIndex),
                decoded.textLength(memberIndex),
                StandardCharsets.UTF_8);
    }

    private static void object(StringBuilder text, Random random, int depth) {
        text.append('{');
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            if (i > 0) {
                text.append(random.nextInt(40) == 0 ? ";" : ",");
            }
            space(text, random);
            text.append('"')
                    .append(NAMES[random.nextInt(random.nextInt(3) == 0 ? NAMES.length : 7)])
                    .append('"');
            space(text, random);
            text.append(':');
            space(text, random);
            value(text, random, depth);
            space(text, random);
        }
        text.append('}');
    }

    private static void value(StringBuilder text, Random random, int depth) {
        int kind = random.nextInt(12);
        if (kind == 0 && depth < 4) {
            object(text, random, depth + 1);
        } else if (kind == 1 && depth < 4) {
            text.append('[');
            value(text, random, depth + 1);
            text.append(']');
        } else if (kind < 8) {
            text.append(random.nextInt(2_000) - 1_000).append('.').append(random.nextInt(1_000_000));
        } else {
            text.append(SCALARS[random.nextInt(SCALARS.length)]);
        }
    }

    private static void space(StringBuilder text, Random random) {
        if (random.nextInt(6) == 0) {
            text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }
}

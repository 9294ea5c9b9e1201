package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.ValueConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of values in messages: texts that are kept, and values that stand for none. */
class ValueRuleTest {
    private static final ValueRule TEXTS =
            new ValueRule(ValueRule.Type.TEXT, ValueScale.NONE, List.of(QualityValue.of(-1)), Map.of(), false, null);

    /** The member {@code v} of an object is a float of 32, 64 or 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "CBOR, a16176fa, -3.4028235e38",
        "CBOR, a16176fa, 9.96921e36",
        "CBOR, a16176fa, -9999.9",
        "MSGPACK, 81a176ca, -3.4028235e38",
        "MSGPACK, 81a176ca, 9.96921e36",
        "MSGPACK, 81a176ca, 0.1"
    })
    void shouldCompareAFloatWithADecimalAsAFloat(PayloadFormat format, String head, double none) {
        ValueRule rule = none(none);
        byte[] same = message(head, Float.floatToIntBits((float) none), Float.BYTES);
        byte[] next = message(head, Float.floatToIntBits(Math.nextDown((float) none)), Float.BYTES);
        assertThat(quality(format, rule, same)).isEqualTo("BAD");
        assertThat(quality(format, rule, next)).isEqualTo(expectedOfNext(none));
    }

    @Test
    void shouldCompareADoubleAsADouble() {
        double widened = 0.1f;
        byte[] bytes = message("a16176fb", Double.doubleToLongBits(widened), Double.BYTES);
        assertThat(quality(PayloadFormat.CBOR, none(0.1), bytes)).isEqualTo("GOOD");
        assertThat(quality(PayloadFormat.CBOR, none(widened), bytes)).isEqualTo("BAD");
        byte[] half = message("a16176f9", 0x2E66, Short.BYTES);
        assertThat(quality(PayloadFormat.CBOR, none(0.0999755859375), half)).isEqualTo("BAD");
    }

    @Test
    void shouldKeepScalarsAsTextsAsTheyAreWritten() {
        assertThat(text("{\"v\": \"01\"}")).isEqualTo("01");
        assertThat(text("{\"v\": 1.50}")).isEqualTo("1.50");
        assertThat(text("{\"v\": 123456789012345678901}")).isEqualTo("123456789012345678901");
        assertThat(text("{\"v\": true}")).isEqualTo("true");
        assertThat(text("{\"v\": null}")).isEqualTo("BAD");
        assertThat(text("{\"v\": \"-1.0\"}")).as("a noValue").isEqualTo("BAD");
        assertThat(text("{\"v\": \"nan\"}")).isEqualTo("BAD");
        assertThat(text("{\"v\": {}}")).isEqualTo("droppedNotANumber");
        assertThat(text(PayloadFormat.CBOR, HexFormat.of().parseHex("a16176182a")))
                .isEqualTo("42");
        assertThat(text(PayloadFormat.TEXT, "007".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("007");
    }

    @Test
    void shouldRefuseATextMadeOfBytes() {
        assertThatThrownBy(() ->
                        new ValueConfig(List.of(MemberPath.parse("data[0]")), null, TEXTS, null, BytesType.UINT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type: text");
    }

    private static String expectedOfNext(double none) {
        return Float.isFinite(Math.nextDown((float) none)) ? "GOOD" : "BAD";
    }

    private static ValueRule none(double number) {
        return new ValueRule(
                ValueRule.Type.ANY, ValueScale.NONE, List.of(QualityValue.of(number)), Map.of(), false, null);
    }

    private static byte[] message(String head, long bits, int length) {
        byte[] first = HexFormat.of().parseHex(head);
        ByteBuffer all = ByteBuffer.allocate(first.length + length).put(first);
        for (int i = length - 1; i >= 0; i--) {
            all.put((byte) (bits >>> (Byte.SIZE * i)));
        }
        return all.array();
    }

    private static String quality(PayloadFormat format, ValueRule rule, byte[] message) {
        Readings readings = read(format, rule, message);
        return readings.quality(0) == 0 ? "GOOD" : "BAD";
    }

    private static String text(String json) {
        return text(PayloadFormat.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(PayloadFormat format, byte[] message) {
        Readings readings = read(format, TEXTS, message);
        if (readings.refusal(0) != null) {
            return readings.refusal(0).label();
        }
        if (!readings.isUndecided(0)) {
            return readings.quality(0) == 0 ? "a number" : "BAD";
        }
        assertThat(readings.isNumeral(0))
                .as("it stays a text, whatever rules name")
                .isFalse();
        return new String(readings.text(0), readings.textFrom(0), readings.textLength(0), StandardCharsets.UTF_8);
    }

    private static Readings read(PayloadFormat format, ValueRule rule, byte[] message) {
        String path = format.hasMembers() ? "v" : ".";
        return Payloads.read(new PayloadConfig(format, Mapping.of(List.of(path), rule, null, null)), message);
    }
}

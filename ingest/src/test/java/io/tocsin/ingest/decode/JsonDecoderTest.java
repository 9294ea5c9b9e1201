package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecoderTest {
    private static final JsonDecoder DECODER = decoder("v", "ts", TimeUnits.MS, "q");

    @Test
    void shouldReadValueTimeAndQualityWhenPayloadIsTheUsualOne() {
        DecodedPayload decoded = decode(DECODER, "{\"ts\":1795195860123,\"v\":95.5,\"q\":\"good\",\"unit\":\"°C\"}");
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.value(0)).isEqualTo(95.5);
        assertThat(decoded.quality(0)).isEqualTo(Quality.GOOD.code());
        assertThat(decoded.eventTimeNs()).isEqualTo(1_795_195_860_123_000_000L);
    }

    @Test
    void shouldFollowPathsWhenMembersAreNested() {
        JsonDecoder nested = new JsonDecoder(new PayloadConfig(
                PayloadConfig.Format.JSON, List.of("data.temp", "data.hum"), "at", TimeUnits.ISO, null));
        DecodedPayload decoded =
                decode(nested, "{\"at\":\"2026-11-20T17:31:00Z\",\"data\":{\"hum\":40,\"temp\":21.5},\"temp\":1}");
        assertThat(decoded.value(0)).isEqualTo(21.5);
        assertThat(decoded.value(1)).isEqualTo(40);
        assertThat(decoded.eventTimeNs()).isEqualTo(1_795_195_860_000_000_000L);
        assertThat(nested.memberName(1)).isEqualTo("data.hum");
    }

    @Test
    void shouldKeepOtherMembersWhenOneIsMissingOrText() {
        JsonDecoder several = new JsonDecoder(
                new PayloadConfig(PayloadConfig.Format.JSON, List.of("a", "b", "c"), null, TimeUnits.MS, null));
        DecodedPayload decoded = decode(several, "{\"a\":\"on\",\"c\":3}");
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(decoded.refusal(1)).isEqualTo(Counter.DROPPED_MISSING_MEMBER);
        assertThat(decoded.refusal(2)).isNull();
        assertThat(decoded.detail()).isEqualTo("member a is text, and nobody reads texts of its sensor");
        assertThat(decoded.eventTimeNs()).isEqualTo(EventTime.ABSENT);
    }

    /** A text is no number; whoever knows that its sensor may have texts can take it. */
    @Test
    void shouldTellTextsUntilTheyAreTaken() {
        JsonDecoder several = new JsonDecoder(
                new PayloadConfig(PayloadConfig.Format.JSON, List.of("a", "b", "c"), null, TimeUnits.MS, "q"));
        DecodedPayload decoded = decode(several, "{\"a\":\"on\",\"b\":\"o\\u0066f\",\"c\":3,\"q\":\"uncertain\"}");
        assertThat(decoded.hasTexts()).isTrue();
        assertThat(decoded.isText(2)).isFalse();
        decoded.acceptText(0, 7);
        assertThat(decoded.isText(0)).isFalse();
        assertThat(decoded.refusal(0)).isNull();
        assertThat(TextValue.id(decoded.value(0))).isEqualTo(7);
        assertThat(Quality.ofCode(decoded.quality(0))).isEqualTo(Quality.UNCERTAIN);
        assertThat(new String(decoded.text(1), decoded.textFrom(1), decoded.textLength(1), StandardCharsets.UTF_8))
                .isEqualTo("off");
        assertThat(decoded.detail()).as("of the first that gives no reading").startsWith("member b is text");
        decoded.refuseText(1, TextRefusal.TEXT_LIMIT);
        assertThat(decoded.refusal(1)).isEqualTo(Counter.DROPPED_TEXT_LIMIT);
        assertThat(decoded.detail()).contains("16384 different texts");
        assertThat(decode(several, "{\"a\":1,\"b\":2,\"c\":3}").hasTexts()).isFalse();
        assertThat(decode(several, "{\"a\":\"on\",\"q\":\"bad\"}").isText(0))
                .as("BAD has no value")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"v\":null}|BAD",
                "{\"v\":\"NaN\"}|BAD",
                "{\"v\":\"-Infinity\"}|BAD",
                "{\"v\":1,\"q\":\"BAD\"}|BAD",
                "{\"v\":\"broken\",\"q\":\"bad\"}|BAD",
                "{\"v\":1,\"q\":\"Uncertain\"}|UNCERTAIN",
                "{\"v\":1,\"q\":192}|GOOD",
                "{\"v\":1,\"q\":64}|UNCERTAIN",
                "{\"v\":1,\"q\":0}|BAD",
                "{\"v\":1,\"q\":true}|GOOD",
                "{\"v\":1,\"q\":false}|BAD",
                "{\"v\":1,\"q\":null}|GOOD",
                "{\"v\":1,\"q\":2147483648}|BAD",
                "{\"v\":1,\"q\":1073741824}|UNCERTAIN",
                "{\"v\":1,\"q\":\"192\"}|GOOD",
                "{\"v\":1,\"q\":\"odd\"}|UNCERTAIN",
                "{\"v\":1,\"q\":[]}|UNCERTAIN",
                "{\"v\":true}|GOOD"
            })
    void shouldTellQuality(String payload, Quality quality) {
        DecodedPayload decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.refusal(0)).isNull();
        assertThat(Quality.ofCode(decoded.quality(0))).isEqualTo(quality);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|DROPPED_BAD_JSON",
                "{|DROPPED_BAD_JSON",
                "[]|DROPPED_BAD_JSON",
                "12|DROPPED_BAD_JSON",
                "{\"v\":1}x|DROPPED_BAD_JSON",
                "{\"v\":1}{}|DROPPED_BAD_JSON",
                "{\"v\":NaN}|DROPPED_BAD_JSON",
                "{\"v\":Infinity}|DROPPED_BAD_JSON",
                "{\"v\":01}|DROPPED_BAD_JSON",
                "{\"v\":+1}|DROPPED_BAD_JSON",
                "{\"v\":1.}|DROPPED_BAD_JSON",
                "{\"v\":.5}|DROPPED_BAD_JSON",
                "{\"v\":1,}|DROPPED_BAD_JSON",
                "{\"v\":1,\"v\":2}|DROPPED_BAD_JSON",
                "{v:1}|DROPPED_BAD_JSON",
                "{'v':1}|DROPPED_BAD_JSON",
                "{\"v\":1}//x|DROPPED_BAD_JSON",
                "{\"v\":0x10}|DROPPED_BAD_JSON",
                "{\"v\":\"\\x\"}|DROPPED_BAD_JSON",
                "{\"v\":tru}|DROPPED_BAD_JSON",
                "{\"v\":1,\"ts\":\"soon\"}|DROPPED_BAD_TIME",
                "{\"v\":1,\"ts\":true}|DROPPED_BAD_TIME",
                "{\"v\":1,\"ts\":99999999999999999}|DROPPED_BAD_TIME",
                "{\"v\":1,\"ts\":[1]}|DROPPED_BAD_TIME",
                "{\"v\":1,\"ts\":1e999999999}|DROPPED_BAD_TIME"
            })
    void shouldRefuseDocumentWithReason(String payload, Counter reason) {
        DecodedPayload decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isEqualTo(reason);
        assertThat(decoded.detail()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1e999}",
                "{\"v\":\"on\"}",
                "{\"v\":{}}",
                "{\"v\":[1]}",
                "{\"v\":11111111111111111111111111111111111111111111111111111111111111111}"
            })
    void shouldRefuseMemberWhenItIsNoFiniteNumber(String payload) {
        DecodedPayload decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
    }

    @Test
    void shouldRefuseWhenTooLargeTooDeepOrNotUtf8() {
        assertThat(decode(DECODER, "{\"v\":1,\"x\":\"" + "x".repeat(1 << 20) + "\"}")
                        .reason())
                .isEqualTo(Counter.DROPPED_TOO_LARGE);
        assertThat(decode(DECODER, "{\"v\":" + "[".repeat(100_000)).reason()).isEqualTo(Counter.DROPPED_TOO_DEEP);
        assertThat(decode(DECODER, "{\"a\":".repeat(33) + "1" + "}".repeat(33)).reason())
                .isEqualTo(Counter.DROPPED_TOO_DEEP);
        assertThat(decode(DECODER, "{\"v\":1,\"b\":" + "{\"a\":".repeat(31) + "1" + "}".repeat(32))
                        .reason())
                .isNull();
        byte[] latin = "{\"v\":1,\"unit\":\"°C\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"v\":1}".getBytes(StandardCharsets.UTF_16LE);
        DecodedPayload decoded = new DecodedPayload(1);
        DECODER.decode(latin, 0, latin.length, decoded);
        assertThat(decoded.reason()).isEqualTo(Counter.DROPPED_BAD_UTF8);
        DECODER.decode(wide, 0, wide.length, decoded);
        assertThat(decoded.reason()).isEqualTo(Counter.DROPPED_BAD_JSON);
    }

    @Test
    void shouldReadNumericTimeWhenItIsTextOrDecimal() {
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":\"1795195860123\"}").eventTimeNs())
                .isEqualTo(1_795_195_860_123_000_000L);
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":1795195860123.25}").eventTimeNs())
                .isEqualTo(1_795_195_860_123_250_000L);
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":null}").eventTimeNs()).isEqualTo(EventTime.ABSENT);
    }

    @Test
    void shouldRefuseConfigurationWhenPathsCannotWork() {
        assertThatThrownBy(() -> decoder("a..b", null, TimeUnits.MS, null)).hasMessageContaining("a..b");
        assertThatThrownBy(() -> new JsonDecoder(
                        new PayloadConfig(PayloadConfig.Format.JSON, List.of("a", "a"), null, TimeUnits.MS, null)))
                .hasMessageContaining("value=a");
    }

    static JsonDecoder decoder(String value, String time, TimeUnits unit, String quality) {
        return new JsonDecoder(new PayloadConfig(PayloadConfig.Format.JSON, List.of(value), time, unit, quality));
    }

    private static DecodedPayload decode(JsonDecoder decoder, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        DecodedPayload decoded = new DecodedPayload(decoder.memberCount());
        decoder.decode(bytes, 0, bytes.length, decoded);
        return decoded;
    }
}

package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Numeral;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPayloadTest {
    private static final PayloadConfig DECODER = decoder("v", "ts", TimeUnits.MS, "q");

    @Test
    void shouldReadValueTimeAndQualityWhenPayloadIsTheUsualOne() {
        Readings decoded = decode(DECODER, "{\"ts\":1795195860123,\"v\":95.5,\"q\":\"good\",\"unit\":\"°C\"}");
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.value(0)).isEqualTo(95.5);
        assertThat(decoded.quality(0)).isEqualTo(Quality.GOOD.code());
        assertThat(decoded.eventTimeNs(0)).isEqualTo(1_795_195_860_123_000_000L);
    }

    @Test
    void shouldFollowPathsWhenMembersAreNested() {
        PayloadConfig nested = Payloads.json(List.of("data.temp", "data.hum"), "at", TimeUnits.ISO, null);
        Readings decoded =
                decode(nested, "{\"at\":\"2026-11-20T17:31:00Z\",\"data\":{\"hum\":40,\"temp\":21.5},\"temp\":1}");
        assertThat(decoded.value(1)).isEqualTo(21.5);
        assertThat(decoded.value(0)).as("in the order of the message").isEqualTo(40);
        assertThat(decoded.eventTimeNs(0)).isEqualTo(1_795_195_860_000_000_000L);
        byte[] name = nested.reader(NameTemplate.parse("{topic}/{member}")).fixedName(new TopicLevels("a/b"), 1);
        assertThat(new String(name, StandardCharsets.UTF_8)).isEqualTo("a/b/data.hum");
    }

    /** As programs write it that print a line; not of the scanner's shape. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"v\":1,\"x\":[1]}\n", "{\"v\":1,\"x\":\"\u00e9\"} \r\n", " {\"v\":1,\"x\":\"\\n\"}\t"})
    void shouldReadTheDocumentWhenSpaceStandsAroundIt(String payload) {
        Readings decoded = decode(decoder("v", null, TimeUnits.MS, null), payload);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.value(0)).isEqualTo(1);
    }

    @Test
    void shouldKeepOtherMembersWhenOneIsAbsentOrNoText() {
        Readings decoded = decode(abc(false), "{\"a\":\"\",\"c\":3}");
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.size())
                .as("an absent member is no loss beside another")
                .isEqualTo(2);
        assertThat(decoded.isUndecided(0)).isTrue();
        decoded.refuseText(0);
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(decoded.refusal(1)).isNull();
        assertThat(decoded.detail())
                .isEqualTo("member a is a text, which must have 1 to 128 bytes of UTF-8 and no control characters");
        assertThat(decoded.eventTimeNs(1)).isEqualTo(EventTime.ABSENT);
    }

    @Test
    void shouldLoseTheMessageWhenAllMembersAreAbsent() {
        Readings decoded = decode(abc(false), "{\"x\":3}");
        assertThat(decoded.size()).isEqualTo(1);
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_MISSING_MEMBER);
        assertThat(decoded.detail()).isEqualTo("no member a");
    }

    /** The value of a text is its id, which the caller finds. */
    @Test
    void shouldTellTextsUntilTheyAreDecided() {
        Readings decoded = decode(abc(false), "{\"a\":\"on\",\"b\":\"o\\u0066f\",\"c\":3,\"q\":\"uncertain\"}");
        assertThat(decoded.hasTexts()).isTrue();
        assertThat(decoded.isUndecided(2)).isFalse();
        assertThat(decoded.isNumeral(0)).isFalse();
        decoded.acceptText(0, 7);
        assertThat(decoded.isText(0)).isTrue();
        assertThat(decoded.refusal(0)).isNull();
        assertThat(TextValue.id(decoded.value(0))).isEqualTo(7);
        assertThat(Quality.ofCode(decoded.quality(0))).isEqualTo(Quality.UNCERTAIN);
        assertThat(text(decoded, 1)).isEqualTo("off");
        assertThat(decode(abc(false), "{\"a\":1,\"b\":2,\"c\":3}").hasTexts()).isFalse();
        Readings bad = decode(abc(false), "{\"a\":\"on\",\"b\":\"7\",\"q\":\"bad\"}");
        assertThat(bad.isUndecided(0) || bad.isUndecided(1))
                .as("nobody reads a BAD value")
                .isFalse();
        assertThat(bad.refusal(0)).isNull();
        assertThat(bad.value(0)).isNaN();
        assertThat(bad.value(1)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "317.3988, 317.3988",
        "00317.3988, 317.3988",
        "0.000330, 0.00033",
        "-12, -12",
        "+5., 5",
        ".5, 0.5",
        "1e3, 1000",
        "' 7 ', 7",
        "-0, 0",
        "true, 1",
        "False, 0"
    })
    void shouldReadATextThatIsANumberAsThat(String text, double number) {
        Readings decoded = decode(abc(false), "{\"a\":\"" + text + "\",\"b\":1,\"c\":1}");
        assertThat(Numeral.isNumeral(text)).isTrue();
        assertThat(decoded.isUndecided(0)).isTrue();
        assertThat(decoded.isNumeral(0)).isTrue();
        decoded.acceptNumeral(0);
        assertThat(decoded.isText(0)).isFalse();
        assertThat(decoded.refusal(0)).isNull();
        assertThat(decoded.value(0)).isEqualTo(number);
        assertThat(text(decoded, 0)).as("it can still be the text").isEqualTo(text);
        assertThat(decode(abc(true), "{\"a\":\"" + text + "\"}").value(0)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"N/A", "12a", "1,5", "1 2", "0x1F", "1e999", ".", "on", " "})
    void shouldReadAnyOtherTextAsAText(String text) {
        Readings decoded = decode(abc(false), "{\"a\":\"" + text + "\"}");
        assertThat(Numeral.isNumeral(text)).isFalse();
        assertThat(decoded.isUndecided(0)).isTrue();
        assertThat(decoded.isNumeral(0)).isFalse();
        Readings strict = decode(abc(true), "{\"a\":\"" + text + "\"}");
        assertThat(strict.isUndecided(0)).isFalse();
        assertThat(strict.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(strict.detail()).isEqualTo("member a is a text, and type: number takes none, at byte 6");
    }

    private static PayloadConfig abc(boolean numbersOnly) {
        return Payloads.json(
                List.of("a", "b", "c"),
                null,
                TimeUnits.MS,
                QualityMapping.unsaid("q"),
                numbersOnly ? ValueRule.NUMBERS_ONLY : ValueRule.PLAIN);
    }

    private static String text(Readings decoded, int index) {
        return Payloads.text(decoded, index);
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
        Readings decoded = decode(DECODER, payload);
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
                "{\"v\":1}x|DROPPED_BAD_JSON",
                "{\"v\":1}{}|DROPPED_BAD_JSON",
                "{\"v\":NaNa}|DROPPED_BAD_JSON",
                "{\"v\":Inf1}|DROPPED_BAD_JSON",
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
                "{\"v\":tru}|DROPPED_BAD_JSON"
            })
    void shouldRefuseDocumentWithReason(String payload, Counter reason) {
        Readings decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isEqualTo(reason);
        assertThat(decoded.detail()).isNotBlank().doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"ts\":\"soon\"}",
                "{\"v\":1,\"ts\":true}",
                "{\"v\":1,\"ts\":99999999999999999}",
                "{\"v\":1,\"ts\":[1]}",
                "{\"v\":1,\"ts\":1e999999999}"
            })
    void shouldLoseTheReadingWhenItsTimeCannotBeRead(String payload) {
        Readings decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_BAD_TIME);
        assertThat(decoded.detail()).startsWith("member ts is no time in MS");
    }

    /** Words of firmware that prints C's numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"nan", "NaN", "-nan", "inf", "-inf", "+inf", "Infinity", "-Infinity", "INF"})
    void shouldReadABareWordForNoNumberAsBad(String word) {
        Readings decoded = decode(abc(false), "{\"a\":" + word + ",\"b\":2}");
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.quality(0)).isEqualTo(Quality.BAD.code());
        assertThat(decoded.value(1)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "12", "{}", "null", "[1]"})
    void shouldLoseADocumentOfAnotherShape(String payload) {
        Readings decoded = decode(DECODER, payload);
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_MISSING_MEMBER);
    }

    @Test
    void shouldSayWhereADocumentIsFaulty() {
        assertThat(decode(DECODER, "{\"v\":1 \"q\":2}").detail())
                .isEqualTo("not JSON at byte 7 (\"q\":2}): expected , or } behind a member");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1e999}",
                "{\"v\":{}}",
                "{\"v\":[1]}",
                "{\"v\":11111111111111111111111111111111111111111111111111111111111111111}"
            })
    void shouldRefuseMemberWhenItIsNoFiniteNumber(String payload) {
        Readings decoded = decode(DECODER, payload);
        assertThat(decoded.reason()).isNull();
        assertThat(decoded.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
    }

    @Test
    void shouldRefuseWhenTooDeepOrNotUtf8() {
        assertThat(decode(DECODER, "{\"v\":" + "[".repeat(100_000)).reason()).isEqualTo(Counter.DROPPED_TOO_DEEP);
        assertThat(decode(DECODER, "{\"a\":".repeat(33) + "1" + "}".repeat(33)).reason())
                .isEqualTo(Counter.DROPPED_TOO_DEEP);
        assertThat(decode(DECODER, "{\"v\":1,\"b\":" + "{\"a\":".repeat(31) + "1" + "}".repeat(32))
                        .reason())
                .isNull();
        byte[] latin = "{\"v\":1,\"unit\":\"°C\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "{\"v\":1}".getBytes(StandardCharsets.UTF_16LE);
        assertThat(Payloads.read(DECODER, latin).reason()).isEqualTo(Counter.DROPPED_BAD_UTF8);
        assertThat(Payloads.read(DECODER, wide).reason()).isEqualTo(Counter.DROPPED_BAD_JSON);
    }

    @Test
    void shouldReadNumericTimeWhenItIsTextOrDecimal() {
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":\"1795195860123\"}").eventTimeNs(0))
                .isEqualTo(1_795_195_860_123_000_000L);
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":1795195860123.25}").eventTimeNs(0))
                .isEqualTo(1_795_195_860_123_250_000L);
        assertThat(decode(DECODER, "{\"v\":1,\"ts\":null}").eventTimeNs(0)).isEqualTo(EventTime.ABSENT);
    }

    @Test
    void shouldRefuseConfigurationWhenPathsCannotWork() {
        assertThatThrownBy(() -> decoder("a..b", null, TimeUnits.MS, null)).hasMessageContaining("empty part");
        PayloadConfig twice = Payloads.json(List.of("a", "a"), null, TimeUnits.MS, null);
        assertThatThrownBy(() -> twice.reader(NameTemplate.parse("{topic}"))).hasMessageContaining("one member");
    }

    private static PayloadConfig decoder(String value, String time, TimeUnits unit, String quality) {
        return Payloads.json(List.of(value), time, unit, quality);
    }

    private static Readings decode(PayloadConfig decoder, String payload) {
        return Payloads.read(decoder, payload);
    }
}

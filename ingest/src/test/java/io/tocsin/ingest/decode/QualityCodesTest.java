package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.reading.Quality;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityCodesTest {
    private static final Quality GOOD = Quality.GOOD;
    private static final Quality UNCERTAIN = Quality.UNCERTAIN;
    private static final Quality BAD = Quality.BAD;

    @ParameterizedTest
    @CsvSource({
        // number, unsaid, OPC UA, OPC classic
        "0,              BAD,       GOOD,      BAD",
        "24,             BAD,       GOOD,      BAD",
        "64,             UNCERTAIN, GOOD,      UNCERTAIN",
        "80,             UNCERTAIN, GOOD,      UNCERTAIN",
        "128,            BAD,       GOOD,      BAD",
        "192,            GOOD,      GOOD,      GOOD",
        "216,            GOOD,      GOOD,      GOOD",
        "255,            GOOD,      GOOD,      GOOD",
        "1024,           BAD,       GOOD,      BAD",
        "65535,          GOOD,      GOOD,      GOOD",
        "65536,          GOOD,      GOOD,      UNCERTAIN",
        "1073741823,     GOOD,      GOOD,      UNCERTAIN",
        "1073741824,     UNCERTAIN, UNCERTAIN, UNCERTAIN",
        "1083113472,     UNCERTAIN, UNCERTAIN, UNCERTAIN",
        "2147483648,     BAD,       BAD,       UNCERTAIN",
        "2150891520,     BAD,       BAD,       UNCERTAIN",
        "3221225472,     BAD,       BAD,       UNCERTAIN",
        "4294967295,     BAD,       BAD,       UNCERTAIN",
        "4294967296,     UNCERTAIN, UNCERTAIN, UNCERTAIN",
        "-1,             UNCERTAIN, BAD,       UNCERTAIN",
        "-2147483648,    UNCERTAIN, BAD,       UNCERTAIN",
        "-2147483649,    UNCERTAIN, UNCERTAIN, UNCERTAIN",
        "1.5,            UNCERTAIN, UNCERTAIN, UNCERTAIN",
        "NaN,            UNCERTAIN, UNCERTAIN, UNCERTAIN"
    })
    void shouldReadNumbersByTheirCodes(double number, Quality unsaid, Quality ua, Quality classic) {
        assertThat(OpcCodes.UNSAID.ofNumber(number)).isEqualTo(unsaid);
        assertThat(OpcCodes.OPC_UA.ofNumber(number)).isEqualTo(ua);
        assertThat(OpcCodes.OPC_CLASSIC.ofNumber(number)).isEqualTo(classic);
        boolean fits = number == Math.rint(number) && Math.abs(number) < 1e15;
        if (fits) {
            assertThat(of(OpcCodes.OPC_UA, Long.toString((long) number))).isEqualTo(ua);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Good, GOOD",
        "good, GOOD",
        "'Good, non-specific', GOOD",
        "GOOD_NON_SPECIFIC, GOOD",
        "GoodClamped, GOOD",
        "Bad, BAD",
        "BadNoCommunication, BAD",
        "'Bad, out of service', BAD",
        "Uncertain, UNCERTAIN",
        "UncertainLastUsableValue, UNCERTAIN",
        "true, GOOD",
        "FALSE, BAD",
        "'', GOOD",
        "offline, UNCERTAIN",
        "go, UNCERTAIN"
    })
    void shouldReadWordsInAllOpcCodes(String text, Quality quality) {
        for (OpcCodes codes : OpcCodes.values()) {
            assertThat(of(codes, text)).as(codes.name()).isEqualTo(quality);
        }
    }

    @Test
    void shouldSayThatZeroWasAssumed() {
        assertThat(OpcCodes.UNSAID.isAssumed(0)).isTrue();
        assertThat(OpcCodes.UNSAID.isAssumed(192)).isFalse();
        assertThat(OpcCodes.UNSAID.isAssumed(Double.NaN)).isFalse();
        assertThat(OpcCodes.OPC_UA.isAssumed(0)).isFalse();
        assertThat(OpcCodes.OPC_CLASSIC.isAssumed(0)).isFalse();
        assertThat(own(List.of(1.0), List.of(), List.of()).isAssumed(0)).isFalse();
    }

    /** A device that says true, 3, 2 or false, 0: true is not 1. */
    @Test
    void shouldTellBooleansFromNumbersWhenBothAreListed() {
        OwnCodes codes = own(List.of(true, 3.0), List.of(1.0, 2.0), List.of(false, 0.0));
        assertThat(codes.ofBoolean(true)).isEqualTo(GOOD);
        assertThat(codes.ofBoolean(false)).isEqualTo(BAD);
        assertThat(codes.ofNumber(3)).isEqualTo(GOOD);
        assertThat(codes.ofNumber(1)).isEqualTo(UNCERTAIN);
        assertThat(codes.ofNumber(-0.0)).isEqualTo(BAD);
        assertThat(codes.ofNumber(7)).as("in no list").isEqualTo(UNCERTAIN);
        assertThat(of(codes, "true")).isEqualTo(GOOD);
        assertThat(of(codes, "1")).isEqualTo(UNCERTAIN);
        assertThat(of(codes, "odd")).isEqualTo(UNCERTAIN);
        assertThat(of(codes, "")).as("nothing is said").isEqualTo(GOOD);
        assertThat(codes.ofOther()).isEqualTo(UNCERTAIN);
        assertThat(codes.label())
                .isEqualTo("good is true, 3; uncertain is 1, 2; bad is false, 0; all else is uncertain");
    }

    @Test
    void shouldReadWordsInAnyCase() {
        OwnCodes codes = own(List.of("OK", "Störung aus"), List.of("Check"), List.of("FAIL", "2"));
        assertThat(of(codes, "ok")).isEqualTo(GOOD);
        assertThat(of(codes, "STörung AUS")).isEqualTo(GOOD);
        assertThat(of(codes, "okay")).isEqualTo(UNCERTAIN);
        assertThat(of(codes, "check")).isEqualTo(UNCERTAIN);
        assertThat(of(codes, "Fail")).isEqualTo(BAD);
        assertThat(of(codes, "2")).as("a text that is listed").isEqualTo(BAD);
        assertThat(codes.ofNumber(2)).as("a number is no text").isEqualTo(UNCERTAIN);
    }

    @Test
    void shouldGiveTheRestToTheListThatIsLeftOut() {
        OwnCodes good = own(List.of(0.0), List.of(1.0), List.of());
        assertThat(good.ofNumber(0)).isEqualTo(GOOD);
        assertThat(good.ofNumber(1)).isEqualTo(UNCERTAIN);
        assertThat(good.ofNumber(2)).isEqualTo(BAD);
        assertThat(good.ofBoolean(true)).as("no boolean is listed: 1").isEqualTo(UNCERTAIN);
        assertThat(of(good, "false")).as("no boolean is listed: 0").isEqualTo(GOOD);
        assertThat(good.ofOther()).isEqualTo(BAD);
        OwnCodes bad = own(List.of(), List.of(), List.of("ERR"));
        assertThat(of(bad, "err")).isEqualTo(BAD);
        assertThat(of(bad, "fine")).isEqualTo(GOOD);
        assertThat(bad.label()).isEqualTo("bad is ERR; all else is good");
    }

    @Test
    void shouldRefuseListsThatCannotWork() {
        assertThatThrownBy(() -> own(List.of(), List.of(1.0), List.of()))
                .hasMessage("needs values for good or for bad");
        assertThatThrownBy(() -> own(List.of(1.0), List.of(), List.of(1.0))).hasMessage("has the value 1 twice");
        assertThatThrownBy(() -> own(List.of("ok"), List.of(), List.of("OK"))).hasMessage("has the value OK twice");
    }

    private static Quality of(QualityCodes codes, String text) {
        byte[] bytes = ("xx" + text + "x").getBytes(StandardCharsets.UTF_8);
        return codes.ofText(bytes, 2, bytes.length - 1);
    }

    private static OwnCodes own(List<Object> good, List<Object> uncertain, List<Object> bad) {
        return new OwnCodes(values(good), values(uncertain), values(bad));
    }

    private static List<QualityValue> values(List<Object> values) {
        return values.stream()
                .map(value -> value instanceof Boolean bool
                        ? QualityValue.of(bool)
                        : value instanceof Double number ? QualityValue.of(number) : QualityValue.of((String) value))
                .toList();
    }
}

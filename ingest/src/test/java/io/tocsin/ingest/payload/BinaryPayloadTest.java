package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.ValueConfig;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single forms of CBOR and MessagePack, and the words for documents that are none. */
class BinaryPayloadTest {
    /** A value of each form, as the member {@code v} of an object. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a1617600,0.0 GOOD",
                "a161761bffffffffffffffff,1.8446744073709552E19 GOOD",
                "a161763bffffffffffffffff,-1.8446744073709552E19 GOOD",
                "a161763b7fffffffffffffff,-9.223372036854776E18 GOOD",
                "a16176f93c00,1.0 GOOD",
                "a16176f98002,-1.1920928955078125E-7 GOOD",
                "a16176f97c00,NaN BAD",
                "a16176fa428f0000,71.5 GOOD",
                "a16176fb3ff199999999999a,1.1 GOOD",
                "a16176f4,0.0 GOOD",
                "a16176f5,1.0 GOOD",
                "a16176f6,NaN BAD",
                "a16176f7,NaN BAD",
                // a text in two parts, a big integer of nine bytes, one of two, one below 0, 273.15 in decimal
                "a161767f627265626164ff,'read' GOOD",
                "a16176c249010000000000000000,1.8446744073709552E19 GOOD",
                "a16176c2420100,256.0 GOOD",
                "a16176c3420100,-257.0 GOOD",
                "a16176c48221196ab3,273.15 GOOD",
                // a time as a value, a tag without a meaning here, self-described CBOR
                "a16176c11a514b67b0,1.36389624E9 GOOD",
                "a16176d82005,5.0 GOOD",
                "d9d9f7a1617605,5.0 GOOD",
                "bf617605ff,5.0 GOOD"
            })
    void shouldReadEveryFormOfCbor(String hex, String expected) {
        assertThat(lines(PayloadFormat.CBOR, hex)).containsExactly("a/b - " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "81a1767f,127.0 GOOD",
                "81a176ff,-1.0 GOOD",
                "81a176cfffffffffffffffff,1.8446744073709552E19 GOOD",
                "81a176d38000000000000000,-9.223372036854776E18 GOOD",
                "81a176d1ff7f,-129.0 GOOD",
                "81a176ca428f0000,71.5 GOOD",
                "81a176cb3ff199999999999a,1.1 GOOD",
                "81a176c0,NaN BAD",
                "81a176c2,0.0 GOOD",
                "81a176c3,1.0 GOOD",
                "81a176d904726561 64,'read' GOOD",
                "de0001a17605,5.0 GOOD",
                "81a176d6ff514b67b0,1.36389624E9 GOOD"
            })
    void shouldReadEveryFormOfMessagePack(String hex, String expected) {
        assertThat(lines(PayloadFormat.MSGPACK, hex)).containsExactly("a/b - " + expected);
    }

    /** An object or bytes where a value should be costs the reading only. */
    @ParameterizedTest
    @CsvSource({"CBOR,a1617643010203", "CBOR,a16176e0", "CBOR,a1617680", "MSGPACK,81a176c40101", "MSGPACK,81a176d40501"
    })
    void shouldLoseTheReadingWhenContentIsNoValue(PayloadFormat format, String hex) {
        assertThat(lines(format, hex))
                .containsExactly("DROPPED_NOT_A_NUMBER: member v is an object, an array or bytes");
    }

    /** Tagged times are times whatever {@code timeUnit} says, here ms; others count in it. */
    @ParameterizedTest
    @CsvSource({
        "CBOR,a2617605617ac11a514b67b0,1363896240000000000",
        "CBOR,a2617605617ac1fb41d452d9ec07ae14,1363896240120000000",
        "CBOR,a2617605617ac174323031332d30332d32315432303a30343a30305a,-",
        "CBOR,a2617605617ac074323031332d30332d32315432303a30343a30305a,1363896240000000000",
        "CBOR,a2617605617a1b0000018bcfe5687b,1700000000123000000",
        "CBOR,a2617605617afb4278bcfe5687b000,1700000000123000000",
        "MSGPACK,82a17605a17ad6ff514b67b0,1363896240000000000",
        "MSGPACK,82a17605a17ad7ff00000004514b67b0,1363896240000000001",
        "MSGPACK,82a17605a17ac70cff00000001ffffffffffffffff,-999999999",
        "MSGPACK,82a17605a17acf0000018bcfe5687b,1700000000123000000"
    })
    void shouldReadTimes(PayloadFormat format, String hex, String timeNs) {
        Mapping mapping =
                Mapping.of(List.of("v"), ValueRule.PLAIN, TimeConfig.at("z", TimeFormat.of(TimeUnits.MS)), null);
        PayloadReader reader = new PayloadConfig(format, mapping).reader(NameTemplate.parse("t"));
        List<String> lines = Payloads.lines(reader, bytes(hex));
        if (timeNs.equals("-")) {
            assertThat(lines)
                    .containsExactly("DROPPED_BAD_TIME: member z is no time in MS from 1678 to 2262, at byte 8");
        } else {
            assertThat(lines).containsExactly("t " + timeNs + " 5.0 GOOD");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CBOR|''|not CBOR at byte 0 (the end): the payload is empty",
                "CBOR|a16176|not CBOR at byte 3 (the end): the document ends where a value should be",
                "CBOR|a16176fa428f|not CBOR at byte 6 (the end): the document ends within a head of 5 bytes",
                "CBOR|a1617665616263|not CBOR at byte 3: a text of 5 where 3 bytes are left",
                "CBOR|a161765bffffffffffffffff|not CBOR at byte 3: a byte string of 18446744073709551615 where 0 bytes are left",
                "CBOR|9a7fffffff|not CBOR at byte 0: an array of 2147483647 where 0 bytes are left",
                "CBOR|bb8000000000000000|not CBOR at byte 0: a map of 9223372036854775808 where 0 bytes are left",
                "CBOR|a1617605a0|not CBOR at byte 4: something follows the document",
                "CBOR|a16176ff|not CBOR at byte 3: a break where a value should be",
                "CBOR|a161761c|not CBOR at byte 3: a length that is reserved",
                "CBOR|a161761f|not CBOR at byte 3: a length that is reserved",
                "CBOR|a16176f814|not CBOR at byte 3: a simple value in two bytes where a single byte would do",
                "CBOR|a2617605617606|not CBOR at byte 4: the member v is given twice",
                "CBOR|bf617605|not CBOR at byte 4 (the end): the document ends where a value should be",
                "CBOR|a161767f4101ff|not CBOR at byte 4: a part of a text that is no text with a length",
                "CBOR|a16176c48201|not CBOR at byte 6 (the end): the document ends where a value should be",
                "CBOR|a16176c4820180|not CBOR at byte 3: a decimal fraction needs an exponent and a mantissa of 64 bits",
                "MSGPACK|81a5617605|not MessagePack at byte 1: a text of 5 where 3 bytes are left",
                "MSGPACK|81a176c1|not MessagePack at byte 3: the byte 0xc1, which is never used",
                "MSGPACK|81a176cd01|not MessagePack at byte 5 (the end): the document ends within a head of 3 bytes",
                "MSGPACK|82a17605a17606|not MessagePack at byte 4: the member v is given twice",
                "MSGPACK|81a176c7ff05|not MessagePack at byte 3: an extension of 255 where 1 bytes are left",
                "MSGPACK|df7fffffff|not MessagePack at byte 0: a map of 2147483647 where 0 bytes are left"
            })
    void shouldSayWhatIsWrongAndWhere(PayloadFormat format, String hex, String fault) {
        assertThat(lines(format, hex)).containsExactly("DROPPED_BAD_PAYLOAD: " + fault);
    }

    @ParameterizedTest
    @CsvSource({"CBOR,a16176,81", "CBOR,a16176,9f", "CBOR,a16176,a16161", "MSGPACK,81a176,91"})
    void shouldRefuseDeepNestingInWords(PayloadFormat format, String before, String level) {
        assertThat(lines(format, before + level.repeat(100) + "00"))
                .containsExactly("DROPPED_TOO_DEEP: nested deeper than 32");
    }

    @ParameterizedTest
    @CsvSource({"CBOR,a1617662c328,3", "MSGPACK,81a176a2c328,3"})
    void shouldRefuseTextThatIsNotUtf8(PayloadFormat format, String hex, int at) {
        assertThat(lines(format, hex)).containsExactly("DROPPED_BAD_UTF8: the text at byte " + at + " is not UTF-8");
    }

    /** The same as in JSON: {@code {7: 1, -3: 2, "x": 3}}. */
    @ParameterizedTest
    @CsvSource({"CBOR,a4070122026178034101f5", "MSGPACK,840701fd02a17803c401 01c3"})
    void shouldNameMembersByIntegerKeys(PayloadFormat format, String hex) {
        Mapping mapping = Mapping.of(List.of("*"), ValueRule.PLAIN, null, null);
        PayloadReader reader = new PayloadConfig(format, mapping).reader(NameTemplate.parse("{member}"));
        assertThat(Payloads.lines(reader, bytes(hex))).containsExactly("7 - 1.0 GOOD", "-3 - 2.0 GOOD", "x - 3.0 GOOD");
    }

    @Test
    void shouldReadElementsAsInJson() {
        Mapping mapping = new Mapping(
                MemberPath.parse("[]"), List.of(ValueConfig.at("v", ValueRule.PLAIN)), List.of(), null, null);
        PayloadReader reader = new PayloadConfig(PayloadFormat.CBOR, mapping).reader(NameTemplate.parse("{topic}/{n}"));
        // [{"n": "x", "v": 1}, {"n": 5, "v": "a"}, {"v": 3}]
        assertThat(Payloads.lines(reader, bytes("83a2616e6178617601a2616e0561766161a1617603")))
                .containsExactly(
                        "a/b/x - 1.0 GOOD", "a/b/5 - 'a' GOOD", "DROPPED_BAD_NAME: no member n for the sensor's name");
    }

    private static List<String> lines(PayloadFormat format, String hex) {
        Mapping mapping = Mapping.of(List.of("v"), ValueRule.PLAIN, null, null);
        return Payloads.lines(new PayloadConfig(format, mapping).reader(NameTemplate.parse("{topic}")), bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}

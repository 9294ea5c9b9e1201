package io.tocsin.ingest.senml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packs with the examples of RFC 8428 and what devices make of them. */
class SenmlReaderTest {
    /** RFC 8428, 5.1.3, shortened; the base name changes within the pack. */
    @Test
    void shouldTakeBaseFieldsUntilOthersReplaceThem() {
        assertThat(read("""
                        [{"bn":"urn:dev:ow:1:","bt":1.320067464e+09,"bu":"%RH","bv":20,"n":"hum","v":1.5},
                         {"n":"hum","t":60,"v":0.5},
                         {"bn":"urn:dev:ow:2:","bv":0,"n":"temp","u":"Cel","v":30,"t":-0.001},
                         {"bt":1320067500.25,"n":"temp","v":31}]
                        """))
                .containsExactly(
                        "urn:dev:ow:1:hum 1320067464000000000 21.5 GOOD",
                        "urn:dev:ow:1:hum 1320067524000000000 20.5 GOOD",
                        "urn:dev:ow:2:temp 1320067463999000000 30.0 GOOD",
                        "urn:dev:ow:2:temp 1320067500250000000 31.0 GOOD");
    }

    @Test
    void shouldReadEveryKindOfValue() {
        assertThat(read("""
                        [{"bn":"room/1/","n":"door","vs":"open \\u00e9"},{"n":"ok","vb":true},{"n":"off","vb":false},
                         {"n":"count","s":1234.5},{"n":"power","v":7,"s":99},{"n":"raw","vd":"AQI"},{"n":"t","v":null},
                         {"n":"nan","v":nan}]
                        """))
                .containsExactly(
                        "room/1/door - 'open é' GOOD",
                        "room/1/ok - 1.0 GOOD",
                        "room/1/off - 0.0 GOOD",
                        "room/1/count - 1234.5 GOOD",
                        "room/1/power - 7.0 GOOD",
                        "DROPPED_NOT_A_NUMBER: record 6 has data (vd), which is no value",
                        "room/1/t - NaN BAD",
                        "room/1/nan - NaN BAD");
    }

    @Test
    void shouldAddTheBaseSumToSums() {
        assertThat(read("[{\"bn\":\"m\",\"bs\":1000,\"bv\":5,\"s\":0.5},{\"v\":1}]"))
                .containsExactly("m - 1000.5 GOOD", "m - 6.0 GOOD");
    }

    /** Below 2^28 a time counts from the receive time; exactly 0 is the receive time. */
    @ParameterizedTest
    @CsvSource({
        "-5,-5000000000",
        "0,-",
        "0.0,-",
        "-0.5e-3,-500000",
        "268435455.999999999,+268435455999999999",
        "268435456,268435456000000000",
        "1.276020076001e+09,1276020076001000000",
        "1276020076.001,1276020076001000000"
    })
    void shouldTellRelativeTimesFromAbsoluteOnes(String time, String expected) {
        assertThat(read("[{\"n\":\"x\",\"t\":" + time + ",\"v\":1}]")).containsExactly("x " + expected + " 1.0 GOOD");
    }

    @Test
    void shouldAddRelativeTimesToARelativeBase() {
        assertThat(
                        read(
                                "[{\"bt\":-10,\"n\":\"x\",\"v\":1},{\"n\":\"x\",\"t\":10,\"v\":2},{\"n\":\"x\",\"t\":4,\"v\":3}]"))
                .containsExactly("x -10000000000 1.0 GOOD", "x - 2.0 GOOD", "x -6000000000 3.0 GOOD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'n':'a','v':1,'vs':'x'}]|DROPPED_NOT_A_NUMBER: record 1 has more than one of v, vs, vb and vd",
                "[{'n':'a','v':'12'}]|DROPPED_NOT_A_NUMBER: record 1 has a text where a number should be",
                "[{'n':'a','v':[1]}]|DROPPED_NOT_A_NUMBER: record 1 has no number where one should be",
                "[{'n':'a','vs':3}]|DROPPED_NOT_A_NUMBER: record 1 has a vs that is no text",
                "[{'n':'a','vb':1}]|DROPPED_NOT_A_NUMBER: record 1 has a vb that is neither true nor false",
                "[{'n':'a','bv':'x','v':1}]|DROPPED_NOT_A_NUMBER: record 1 has a base value that is no number",
                "[{'n':'a','t':'x','v':1}]|DROPPED_BAD_TIME: record 1 has no time in seconds from 1678 to 2262",
                "[{'n':'a','bt':9e9,'t':9e9,'v':1}]|DROPPED_BAD_TIME: record 1 has no time in seconds from 1678 to 2262",
                "[{'v':1}]|DROPPED_BAD_NAME: record 1 has no name: n and bn must be texts, and not both empty",
                "[{'n':7,'v':1}]|DROPPED_BAD_NAME: record 1 has no name: n and bn must be texts, and not both empty",
                "[{'n':'a'}]|DROPPED_MISSING_MEMBER: record 1 has no value",
                "[5]|DROPPED_MISSING_MEMBER: record 1 has no value"
            })
    void shouldLoseTheRecordWhenItIsFaulty(String pack, String expected) {
        String json = pack.replace('\'', '"');
        String more = json.substring(0, json.length() - 1) + ",{\"bn\":\"\",\"bt\":0,\"bv\":0,\"n\":\"z\",\"v\":2}]";
        assertThat(read(more)).containsExactly(expected, "z - 2.0 GOOD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'n':'a','v':1},{'bver':11,'n':'a','v':1}]|record 2 is of a SenML version (bver) that is not supported; 10 is the newest",
                "[{'bver':'5','n':'a','v':1}]|record 1 is of a SenML version (bver) that is not supported; 10 is the newest",
                "[{'n':'a','v':1,'foo_':1}]|record 1 of the SenML pack has a field whose name ends with _: RFC 8428 lets only programs that know the field read the pack",
                "{'n':'a','v':1}|not SenML: a pack is an array of records",
                "{'x':1}|not SenML: a pack is an array of records",
                "5|not SenML: a pack is an array of records"
            })
    void shouldRefuseThePack(String pack, String fault) {
        assertThat(read(pack.replace('\'', '"'))).containsExactly("DROPPED_BAD_PAYLOAD: " + fault);
    }

    @ParameterizedTest
    @CsvSource({"'[]'", "'[{\"bn\":\"x\",\"bver\":26}]'", "'[{\"bt\":5}]'"})
    void shouldFindNothingAndLoseNothing(String pack) {
        assertThat(read(pack)).isEmpty();
    }

    @Test
    void shouldNameSensorsByTheTemplate() {
        SenmlReader reader = SenmlReader.json(ValueRule.PLAIN, NameTemplate.parse("{1}/{name}"));
        byte[] pack = "[{\"bn\":\"b/\",\"n\":\"c:d\",\"v\":1}]".getBytes(StandardCharsets.UTF_8);
        assertThat(Payloads.lines(reader, pack)).containsExactly("a/b%2Fc:d - 1.0 GOOD");
        NameTemplate odd = NameTemplate.parse("{unit}");
        assertThatThrownBy(() -> SenmlReader.json(ValueRule.PLAIN, odd))
                .hasMessage("sensor has {unit}, which the format lacks; it has {name}, {topic} and its levels,"
                        + " sensor={unit}");
    }

    /** Table 4 of RFC 8428; a decimal fraction is exact. */
    @ParameterizedTest
    @CsvSource({
        // [{-2: "a:", -3: 1276020076.001_0 as 4([-3, …]), 0: "b", 2: 4([-1, 1201])}]
        "81a42162613a22c482221b0000012918b92de1006162 02c482201904b1,a:b 1276020076001000000 120.1 GOOD",
        // [{0: "b", 6: -5, 3: "on"}], [{0: "b", 4: true}], [{0: "b", 5: 2}]
        "81a3006162062403626f6e,b -5000000000 'on' GOOD",
        "81a200616204f5,b - 1.0 GOOD",
        "81a20061620502,b - 2.0 GOOD",
        "9fa200616202faffc00000ff,b - NaN BAD"
    })
    void shouldReadCborLabels(String hex, String expected) {
        assertThat(readCbor(hex)).containsExactly(expected);
    }

    @Test
    void shouldRefuseCborPacks() {
        assertThat(readCbor("81a200616208410a"))
                .containsExactly("DROPPED_NOT_A_NUMBER: record 1 has data (vd), which is no value");
        assertThat(readCbor("81a3200b0061620201"))
                .containsExactly("DROPPED_BAD_PAYLOAD: record 1 is of a SenML version (bver) that is not supported;"
                        + " 10 is the newest");
        assertThat(readCbor("a0616202"))
                .containsExactly("DROPPED_BAD_PAYLOAD: not CBOR at byte 1: something follows" + " the document");
    }

    private static List<String> read(String pack) {
        SenmlReader reader = SenmlReader.json(ValueRule.PLAIN, NameTemplate.parse(SenmlReader.DEFAULT_NAME));
        return Payloads.lines(reader, pack.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> readCbor(String hex) {
        SenmlReader reader = SenmlReader.cbor(ValueRule.PLAIN, NameTemplate.parse(SenmlReader.DEFAULT_NAME));
        return Payloads.lines(reader, HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}

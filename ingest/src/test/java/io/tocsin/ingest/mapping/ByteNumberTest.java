package io.tocsin.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteNumberTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "UINT8;[200];200",
                "INT8;[200];-56",
                "UINT16;[15,123];3963",
                "INT16;[255,254];-2",
                "UINT16_LE;[123,15];3963",
                "UINT32;[255,255,255,255];4294967295",
                "INT32_LE;[254,255,255,255];-2",
                "FLOAT32;[65,172,0,0];21.5",
                "FLOAT32_LE;[0,0,172,65];21.5",
                "FLOAT64;[64,53,128,0,0,0,0,0];21.5",
                "FLOAT64_LE;[0,0,0,0,0,128,53,64];21.5"
            })
    void shouldMakeANumberOfBytes(BytesType type, String array, double number) {
        Readings readings = read(type, "d[0]", "{\"d\":" + array + "}");
        assertThat(readings.refusal(0)).as(readings.detail()).isNull();
        assertThat(readings.value(0)).isEqualTo(number);
    }

    @Test
    void shouldBeginAtThePath() {
        assertThat(read(BytesType.UINT16, "d[2]", "{\"d\":[15,123,126,236]}").value(0))
                .isEqualTo(32_492);
    }

    @Test
    void shouldBeBadWhenTheFloatIsNone() {
        Readings readings = read(BytesType.FLOAT32, "d[0]", "{\"d\":[127,192,0,0]}");
        assertThat(readings.quality(0)).isEqualTo(Quality.BAD.code());
        assertThat(readings.refusal(0)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[15]", "[15,256]", "[15,-1]", "[15,1.5]", "[15,\"1\"]", "[15,null]", "[15,[1]]", "[true,1]"})
    void shouldLoseTheReadingWhenAByteIsNone(String array) {
        Readings readings = read(BytesType.UINT16, "d[0]", "{\"d\":" + array + "}");
        assertThat(readings.refusal(0)).isEqualTo(Counter.DROPPED_NOT_A_NUMBER);
        assertThat(readings.detail()).startsWith("member d[0] is no uint16: it needs 2 numbers from 0 to 255");
    }

    @Test
    void shouldRefuseAPathThatLeadsToNoFirstByte() {
        assertThatThrownBy(() -> value(BytesType.UINT16, "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("path: data[0]");
    }

    private static ValueConfig value(BytesType type, String path) {
        return new ValueConfig(List.of(MemberPath.parse(path)), null, ValueRule.PLAIN, null, type);
    }

    private static Readings read(BytesType type, String path, String document) {
        Mapping mapping = new Mapping(MemberPath.SELF, List.of(value(type, path)), List.of(), null, null);
        Readings readings = new Readings();
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        new DocumentMapper(new JsonReader(), mapping, NameTemplate.parse("{topic}"))
                .read(bytes, 0, bytes.length, new TopicLevels("a"), readings);
        assertThat(readings.reason()).isNull();
        return readings;
    }
}

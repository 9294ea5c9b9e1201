package io.tocsin.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberPathTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "temp|temp",
                "data.temp|data.temp",
                "\"switch:0\".apower|switch:0.apower",
                "\"Tag 10\".Value|Tag 10.Value",
                "a.\"PM2.5\"|a.PM2.5",
                "rxInfo[0].rssi|rxInfo[0].rssi",
                "/device.name|device.name",
                "[2]|[2]",
                "data.*|data.*"
            })
    void shouldNameAPathWithoutItsQuotes(String path, String label) {
        assertThat(MemberPath.parse(path).label()).isEqualTo(label);
        assertThat(MemberPath.parse(path)).hasToString(path);
    }

    @Test
    void shouldTellRepeatedPaths() {
        assertThat(MemberPath.parse("a[].b").isRepeated()).isTrue();
        assertThat(MemberPath.parse("a.*").hasKeys()).isTrue();
        assertThat(MemberPath.parse("\"*\".b").isRepeated())
                .as("a quoted name is a name")
                .isFalse();
        assertThat(MemberPath.parse(".")).isEqualTo(MemberPath.SELF);
        assertThat(MemberPath.parse("/a.b").isAbsolute()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''|is empty",
                "a..b|has an empty part",
                ".a|has an empty part",
                "a.|ends with a dot",
                "a[|has a [ without ]",
                "a[x]|has [x]",
                "a[1234567]|has [1234567]",
                "a[0]b|needs a dot before b",
                "\"a|has a quote that never closes"
            })
    void shouldSayWhatIsWrong(String path, String fault) {
        assertThatThrownBy(() -> MemberPath.parse(path)).hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "values.0.v;values[0].v;values[];v;values.\"0\".v",
                "0.v;[0].v;\"[]\";v;\"0\".v",
                "data.12;data[12];data[];\".\";data.\"12\"",
                "a.b.3[1].c;a.b[3][1].c;a.b[];\".\";a.b.\"3\"[1].c"
            })
    void shouldProposeAnIndexWhenAPartIsANumber(String path, String one, String each, String value, String quoted) {
        assertThatThrownBy(() -> MemberPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean " + one + ", or each: " + each + " with value: " + value + "?")
                .hasMessageEndingWith("A member with this name needs quotes: " + quoted);
        assertThat(MemberPath.parse(one)).hasToString(one);
        assertThat(MemberPath.parse(quoted)).hasToString(quoted);
    }
}

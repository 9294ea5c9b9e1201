package io.tocsin.gateway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlReaderTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:\\n\\tb: 1                | f:2:1: not YAML: YAML does not allow tabs for indentation; use spaces",
                "a: b: c                     | f:1:5: not YAML: mapping values are not allowed here; quote a text that has a colon and a blank",
                "a: [1                       | f:1:6: not YAML: while parsing a flow sequence: expected ',' or ']', but"
                        + " got <stream end>",
                "a: 1\\n---\\nb: 2           | f:2:1: not YAML: a second YAML document begins here; put each"
                        + " configuration into a file of its own",
                "a: *x                       | f:1:4: not YAML: found undefined alias x",
                "a: !!java.net.URL [x]       | f:1:4: YAML tags are not supported:"
                        + " \"tag:yaml.org,2002:java.net.URL\"",
                "a: 1\\nb: x\\u0001          | f:2:5: not YAML: the character U+0001 is not allowed",
                "''                          | f:1:1: the file is empty",
                "# nothing but a comment     | f:1:1: the file is empty",
            })
    void shouldNameThePlaceWhenItIsNotYaml(String text, String error) {
        String yaml = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u0001");

        assertThat(error(yaml)).isEqualTo(error);
    }

    @Test
    void shouldRefuseWhenAliasesMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 10; i++) {
            String aliases = ("*a" + (i - 1) + ", ").repeat(10);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, aliases));
        }

        assertThat(error(bomb.toString())).isEqualTo("f:7:10: more than 50 aliases");
    }

    @Test
    void shouldRefuseWhenNestedTooDeep() {
        assertThat(error("a: " + "[".repeat(100_000))).isEqualTo("f:1:35: nested deeper than 32");
    }

    /** A search that began at each brace would take minutes. */
    @Test
    @Timeout(60)
    void shouldFindTheCommentWhenALineHasManyBraces() {
        String braces = "# " + "{,".repeat(400_000) + "\n";

        assertThat(error(braces + "a: [1")).endsWith("expected ',' or ']', but got <stream end>");
        assertThat(error(braces + "a: {sensor: #}\n")).endsWith("; the # in line 2 begins a comment: quote it, \"#\"");
    }

    @Test
    void shouldRefuseWhenTheFileIsLarge() {
        assertThat(error("# " + "x".repeat(2 << 20)))
                .isEqualTo(
                        "f: larger than 1 MiB, the most that a configuration may have; put thousands of limits into a"
                                + " table source and join it to the readings");
    }

    @Test
    void shouldRefuseWhenItIsNotText() throws IOException {
        Path file = Files.write(dir.resolve("f.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF, (byte) 0xFE});

        assertThatThrownBy(() -> new YamlReader(file, "f").read())
                .isInstanceOf(ConfigException.class)
                .hasMessage("f: not a text file in UTF-8");
    }

    @Test
    void shouldEndWhenAnAliasPointsAtItself() {
        assertThat(new ConfigFiles(dir).errors("name: g\nsources: &s [{mqtt: {topics: *s}}]"))
                .contains("2:14: sources[0].mqtt.topics[0].filter: is missing");
    }

    private String error(String yaml) {
        Path file = new ConfigFiles(dir).write(yaml);
        try {
            new YamlReader(file, "f").read();
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("was read: " + yaml);
    }
}

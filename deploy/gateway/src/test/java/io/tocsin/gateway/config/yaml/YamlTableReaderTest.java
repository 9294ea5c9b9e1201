package io.tocsin.gateway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ingest.table.TableContent;
import io.tocsin.ingest.table.TableSourceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlTableReaderTest {
    @TempDir
    private Path dir;

    private TableContent content(String yaml, String... columns) throws IOException {
        Path file = Files.writeString(dir.resolve("t.yaml"), yaml);
        return new YamlTableReader(
                        new TableSourceConfig("t", file, TableSourceConfig.Format.YAML, "key", List.of(columns), 1))
                .read();
    }

    private Map<String, Object> read(String yaml, String... columns) throws IOException {
        Map<String, Object> cells = new TreeMap<>();
        content(yaml, columns)
                .cells()
                .forEach((cell, value) -> cells.put(cell, value.text() == null ? value.number() : value.text()));
        return cells;
    }

    @Test
    void shouldReadTheCells() throws Exception {
        assertThat(read("press1: {hi: 95, lo: -1.5}\npress2:\n  hi: 80\n  lo:\n"))
                .hasToString("{press1/hi=95.0, press1/lo=-1.5, press2/hi=80.0}");
        assertThat(read("press1: {hi: 95, name: One}\n", "hi")).hasToString("{press1/hi=95.0}");
        assertThat(read("press1: {hi: 95, label: One}\npress2: {label: 2}\npress3: {label: \"3\"}\n"))
                .as("what stands in quotes is a text")
                .isEqualTo(Map.of("press1/hi", 95.0, "press1/label", "One", "press2/label", 2.0, "press3/label", "3"));
    }

    @Test
    void shouldTellEmptyCellsFromTexts() throws Exception {
        TableContent content = content("\uFEFFpress1: {hi: , lo: ~, x: ' ', y: true, z: \"78,5\", w: 1e999}\r\n");
        assertThat(content.empty()).containsExactly("press1/hi", "press1/lo", "press1/x");
        assertThat(read("press1:\n  y: true\n  z: \"78,5\"\n  w: 78,5\n"))
                .hasToString("{press1/w=78,5, press1/y=1.0, press1/z=78,5}");
        assertThatThrownBy(() -> read("press1: {hi: 78,5}\n"))
                .hasMessageContaining("t.yaml:1:17: press1.5: has no value; write numbers with a point, not a comma");
    }

    @Test
    void shouldSayWhereItIsWrong() {
        assertThatThrownBy(() -> read("press1: {hi: hot, lo: [1]}\npress2: 5\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("t.yaml:1:23: press1.lo: must be a number or a text, is a list")
                .hasMessageContaining("t.yaml:2:9: press2: must be a map");
        assertThatThrownBy(() -> read("press1: {hi: 1\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not YAML");
    }
}

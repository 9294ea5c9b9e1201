package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole configurations on the pages that begin with a task can be loaded as they are shown. */
class HowToTest {
    private static final Path DOCS = Path.of(System.getProperty("tocsin.root"), "docs");
    private static final Pattern CONFIGURATION = Pattern.compile("```yaml\n(name: .*?)```", Pattern.DOTALL);

    /** Files that the configurations name; loading looks for them only. */
    private static final List<String> FILES = List.of(
            "ca.pem",
            "oven.csv",
            "station.csv",
            "meters.csv",
            "press.csv",
            "limits.csv",
            "pumps.csv",
            "window.csv",
            "cooling.csv",
            "energy.csv",
            "pump.csv",
            "weather.lp",
            "shift.csv");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("pages")
    void shouldShowConfigurationsThatLoad(Path page) throws IOException, ConfigException {
        List<String> configurations = CONFIGURATION
                .matcher(Files.readString(page))
                .results()
                .map(found -> found.group(1))
                .toList();
        for (String file : FILES) {
            Files.writeString(directory.resolve(file), "");
        }
        for (String configuration : configurations) {
            // A variable that every process has.
            String text = configuration.replace("env:MQTT_PASSWORD", "env:PATH");
            Path file = Files.writeString(directory.resolve("gateway.yaml"), text);
            assertThat(new ConfigLoader().load(file).warnings()).isEmpty();
        }
    }

    @Test
    void shouldFindTheConfigurations() throws IOException {
        long count = 0;
        for (Path page : pages().toList()) {
            count += CONFIGURATION
                    .matcher(Files.readString(page))
                    .results()
                    .map(MatchResult::group)
                    .count();
        }
        assertThat(count).isGreaterThanOrEqualTo(11);
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("how-to"))) {
            return Stream.concat(Stream.of(DOCS.resolve("get-started.md")), files.sorted().toList().stream());
        }
    }
}

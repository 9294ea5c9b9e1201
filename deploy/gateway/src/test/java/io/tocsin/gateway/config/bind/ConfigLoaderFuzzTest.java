package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a gateway's configuration: they give a configuration, or errors of one line each with file, line and
 * column. {@code .ci/fuzz ConfigLoader} makes inputs.
 */
class ConfigLoaderFuzzTest {
    private static final Path FILE = Path.of("nowhere/gateway.yaml");
    private static final Pattern ERROR = Pattern.compile(
            "nowhere/gateway\\.yaml(:[1-9][0-9]*:[1-9][0-9]*: .+|: not a text file in UTF-8|: larger than .+)");
    private static final ConfigLoader LOADER = new ConfigLoader(name -> name.isEmpty() ? null : "secret");

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/ConfigLoader"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldLoadOrNameThePlaceOfErrorsInKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            assertThat(LOADER.load(FILE, input)).isNotNull();
        } catch (ConfigException e) {
            for (String error : e.errors()) {
                if (!ERROR.matcher(error).matches()) {
                    assertThat(error).matches(ERROR);
                }
            }
            assertThat(e.errors()).isNotEmpty();
        }
    }
}

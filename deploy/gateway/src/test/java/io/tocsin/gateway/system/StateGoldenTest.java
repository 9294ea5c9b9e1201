package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.restart.SavedState;
import io.tocsin.gateway.restart.Savepoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A savepoint and a snapshot that another version of the layout wrote can be gone on from. They are one format; version
 * 2 has streams.
 */
class StateGoldenTest {
    private static final List<String> FILES =
            List.of("gateway.yaml", "rows.csv", "more.csv", "half.tocsnap", "digest.txt", "rest.txt");
    private static final long CREATED_NS = 1_795_195_860_000_000_000L;
    private static final long POSITION = 250;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldGoOnFromStateOfVersion(int version) throws Exception {
        for (String file : FILES) {
            String resource = "/golden-state-v" + version + "/" + file;
            Files.copy(getClass().getResourceAsStream(resource), directory.resolve(file));
        }
        Path half = directory.resolve("half.tocsnap");
        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        assertThat(SavedState.read(half).digest())
                .isEqualTo(Files.readString(directory.resolve("digest.txt")).strip());

        new Savepoints(config, line -> {}, () -> CREATED_NS).restore(half, false);
        goOn(directory);
        assertThat(results(directory)).isEqualTo(Files.readAllLines(directory.resolve("rest.txt")));
    }

    private static List<String> results(Path dir) throws IOException {
        return GatewayRun.jsonLines(dir.resolve("alarms.jsonl")).stream()
                .map(StateGoldenTest::withoutClocks)
                .toList();
    }

    /** Of a row all but when it was made. */
    private static String withoutClocks(Map<String, String> result) {
        if (result.containsKey("stream")) {
            result.remove("received");
            result.remove("decided");
            return result.toString();
        }
        return result.get("id") + " " + result.get("event") + " " + result.get("level") + " " + result.get("time");
    }

    /** With the rows of another file: the first one is not at the place where it was read. */
    private static void goOn(Path dir) throws Exception {
        String yaml = Files.readString(dir.resolve("gateway.yaml")).replace("rows.csv", "more.csv");
        new GatewayRun(dir).toTheEndWithoutLifeCycles(yaml);
    }

    /** Writes the golden files beside a gateway.yaml and its rows. Only for a new version of the layout. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            new GatewayRun(dir).toTheEnd(Files.readString(dir.resolve("gateway.yaml")));
            GatewayConfig config = new ConfigLoader().load(dir.resolve("gateway.yaml"));
            Savepoints savepoints = new Savepoints(config, System.out::println, () -> CREATED_NS);
            savepoints.create("half", POSITION);
            Path half = savepoints.files().file("half");
            Files.copy(half, dir.resolve("half.tocsnap"), StandardCopyOption.REPLACE_EXISTING);
            String digest = SavedState.read(half).digest();
            Files.writeString(dir.resolve("digest.txt"), digest + "\n");

            Files.delete(dir.resolve("alarms.jsonl"));
            savepoints.restore(dir.resolve("half.tocsnap"), true);
            goOn(dir);
            Files.write(dir.resolve("rest.txt"), results(dir));
        }
    }
}

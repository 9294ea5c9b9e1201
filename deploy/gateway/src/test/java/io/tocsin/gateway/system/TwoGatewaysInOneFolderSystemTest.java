package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two configurations in one folder are two gateways, and neither takes over the files of the other. */
final class TwoGatewaysInOneFolderSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheStateOfEachInADirectoryOfItsOwn() throws Exception {
        CommandLineRun first = run(config("one", ""));
        CommandLineRun second = run(config("two", ""));

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err())
                .contains("two: 0 records of the journal replayed")
                .doesNotContain("data directory");
        assertThat(directory.resolve("data/one/journal/g-000001")).isDirectory();
        assertThat(directory.resolve("data/two/journal/g-000001")).isDirectory();
        assertThat(owner("data/one/owner")).isEqualTo("one");
        assertThat(owner("data/two/owner")).isEqualTo("two");
        for (String name : List.of("one", "two")) {
            assertThat(of("journal", "verify", "-c", file(name)).out()).startsWith("fine: ");
            assertThat(of("replay", "-c", file(name)).exitCode()).isZero();
        }
    }

    @Test
    void shouldRefuseTheDirectoryOfAnotherGatewayInEveryCommand() throws Exception {
        run(config("one", "dataDir: shared"));
        Path second = config("two", "dataDir: shared");
        for (List<String> command : List.of(
                List.of("run"),
                List.of("check"),
                List.of("replay"),
                List.of("journal", "verify"),
                List.of("journal", "ls"),
                List.of("journal", "dump"),
                List.of("savepoint", "create"),
                List.of("savepoint", "list"),
                List.of("snapshot", "list"))) {
            CommandLineRun refused = of(command, second);
            assertThat(refused.exitCode()).as(command.toString()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("refused: the data directory belongs to gateway one, not to two, dir="
                            + directory.resolve("shared"))
                    .contains("tocsin savepoint create", "tocsin savepoint restore")
                    .hasLineCount(1);
        }
        assertThat(owner("shared/owner")).isEqualTo("one");
        assertThat(run(directory.resolve("one.yaml")).exitCode()).isZero();
    }

    @Test
    void shouldMoveTheStateByASavepoint() throws Exception {
        run(config("one", "dataDir: shared"));
        of("savepoint", "create", "all", "-c", file("one"));
        Path savepoint = directory.resolve("shared/savepoints/all.tocsnap");
        Path second = config("two", "");
        CommandLineRun moved = of("savepoint", "restore", savepoint.toString(), "-c", second.toString());
        assertThat(moved.err()).isEmpty();
        assertThat(owner("data/two/owner")).isEqualTo("two");
        assertThat(run(second).err()).contains("5 sensors known");

        Path renamed = config("renamed", "dataDir: shared");
        assertThat(of("savepoint", "restore", savepoint.toString(), "-c", renamed.toString())
                        .err())
                .startsWith("refused: the data directory belongs to gateway one, not to renamed");
        CommandLineRun takenOver =
                of("savepoint", "restore", savepoint.toString(), "--set-aside", "-c", renamed.toString());
        assertThat(takenOver.exitCode()).as(takenOver.err()).isZero();
        assertThat(owner("shared/owner")).isEqualTo("renamed");
        assertThat(run(renamed).err()).contains("5 sensors known");
        assertThat(run(directory.resolve("one.yaml")).exitCode()).isEqualTo(1);
    }

    @Test
    void shouldGoOnInTheDirectoryOfAnEarlierVersionAndTellOfIt() throws Exception {
        layOutAsBefore("one");

        CommandLineRun again = run(config("one", ""));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err())
                .containsOnlyOnce("data directory: using " + directory.resolve("data") + ", made by an earlier version")
                .contains("5 sensors known");
        assertThat(owner("data/owner")).isEqualTo("one");
        assertThat(directory.resolve("data/one")).doesNotExist();
        assertThat(of("check", "-c", file("one")).err()).contains("made by an earlier version");
        assertThat(of("journal", "verify", "-c", file("one")).out()).startsWith("fine: ");

        CommandLineRun second = run(config("two", ""));
        assertThat(second.err())
                .contains("two: 0 records of the journal replayed")
                .doesNotContain("data directory");
        assertThat(owner("data/two/owner")).isEqualTo("two");
    }

    @Test
    void shouldNotTakeOverTheDirectoryOfAnEarlierVersionOfAnotherGateway() throws Exception {
        layOutAsBefore("one");

        assertThat(run(config("two", "")).err()).contains("two: 0 records of the journal replayed");
        assertThat(owner("data/two/owner")).isEqualTo("two");
        assertThat(run(config("three", "dataDir: data")).err())
                .startsWith("refused: the data directory belongs to gateway one, not to three");
        try (Stream<Path> snapshots = Files.list(directory.resolve("data/snapshots"))) {
            for (Path snapshot : snapshots.toList()) {
                Files.delete(snapshot);
            }
        }
        assertThat(run(config("three", "dataDir: data")).err())
                .as("by its journal alone")
                .startsWith("refused: the data directory belongs to gateway one, not to three");
        assertThat(run(config("one", "")).err()).contains("made by an earlier version");
    }

    @Test
    void shouldKnowItsOwnerWhateverIsDoneToTheNote() throws Exception {
        run(config("one", "dataDir: shared"));
        Path second = config("two", "dataDir: shared");
        Path owner = directory.resolve("shared/owner");
        byte[] whole = Files.readAllBytes(owner);
        byte[] flipped = whole.clone();
        flipped[0] ^= 1;
        for (byte[] damaged : List.of(new byte[0], new byte[whole.length], flipped, new byte[] {'t', 'w', 'o', '\n'})) {
            Files.write(owner, damaged);
            assertThat(run(second).err()).startsWith("refused: the data directory belongs to gateway one, not to two");
            CommandLineRun first = run(directory.resolve("one.yaml"));
            assertThat(first.exitCode()).as(first.err()).isZero();
            assertThat(first.err())
                    .containsOnlyOnce("the file owner of the data directory was damaged and is written again: one");
            assertThat(owner).hasBinaryContent(whole);
        }
        Files.delete(owner);
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "two\n");
        Files.createSymbolicLink(owner, elsewhere);
        for (Path config : List.of(second, directory.resolve("one.yaml"))) {
            CommandLineRun refused = run(config);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains(owner.getFileName() + " is a symbolic link");
        }
        assertThat(elsewhere).hasContent("two\n");
    }

    @Test
    void shouldPutTheNameIntoAPathThatAsksForIt() throws Exception {
        Path file = config("Halle 1", "dataDir: \"d/{name}/x\"");
        assertThat(new ConfigLoader()
                        .load(file)
                        .dataDir()
                        .getParent()
                        .getFileName()
                        .toString())
                .startsWith("Halle_1-");
        Path journal = config("journal", "");
        run(journal);
        assertThatThrownBy(() -> new ConfigLoader().load(directory.resolve("missing.yaml")))
                .isInstanceOf(Exception.class)
                .isNotInstanceOf(JournalException.class);
        assertThat(run(config("other", "")).err())
                .as("a gateway called journal is no directory of an earlier version")
                .doesNotContain("data directory");
    }

    private String owner(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file)).get(0);
    }

    /** Makes the data directory of a version without owners, in which every gateway used {@code data}. */
    private void layOutAsBefore(String name) throws IOException {
        run(config(name, "dataDir: data"));
        Files.delete(directory.resolve("data/owner"));
    }

    private Path config(String name, String dataDir) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), """
                name: %s
                %s
                sources:
                  - rate: {name: load, sensors: 5, perSecond: 0, limit: 2000}
                alarms:
                  - {name: high, sensor: rate/+, type: limit, hi: 55}
                sinks:
                  log: {file: {path: "%s.jsonl"}}
                """.formatted(name, dataDir, name));
    }

    private String file(String name) {
        return directory.resolve(name + ".yaml").toString();
    }

    private static CommandLineRun run(Path config) {
        return of("run", "-c", config.toString());
    }

    private static CommandLineRun of(List<String> command, Path config) {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of("-c", config.toString()));
        return of(args.toArray(String[]::new));
    }

    private static CommandLineRun of(String... args) {
        return CommandLineRun.of(args);
    }
}

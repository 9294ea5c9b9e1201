package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file sink while another program changes its file. */
class FileSinkTest {
    @TempDir
    Path temp;

    private Path file() {
        return temp.resolve("out/alarms.jsonl");
    }

    private SinkRig rig() {
        return new SinkRig(temp, new FileSink("file", file()));
    }

    @Test
    void shouldSayThatItsDirectoryIsGoneAndGoOnInANewOne() throws Exception {
        try (SinkRig rig = rig()) {
            rig.start();
            rig.raise("a/", 10);
            rig.awaitAll();
            Files.delete(file());
            Files.delete(file().getParent());
            Files.writeString(file().getParent(), "in the way");
            rig.awaitLine("file: down, events wait in the alarm log, file " + file() + ": ");
            List<String> after = rig.raise("b/", 10);
            Files.delete(file().getParent());
            rig.awaitAll();
            rig.awaitLine("file: up again, file " + file());

            assertThat(Files.readAllLines(file())).isEqualTo(after);
            assertThat(rig.lines).as("each once").hasSize(3);
        }
    }

    @Test
    void shouldLoseNothingWhenTheFileIsMovedOrReplacedUnderFlow() throws Exception {
        long seed = Long.getLong("tocsin.seed", 7);
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        try (SinkRig rig = rig()) {
            rig.start();
            for (int i = 0; i < 40; i++) {
                expected.addAll(rig.raise(i + "/", 20));
                if (random.nextBoolean() && Files.exists(file())) {
                    Files.move(file(), temp.resolve("moved-" + i));
                    if (random.nextBoolean()) {
                        createUnlessThere();
                    }
                }
            }
            rig.awaitAll().stop();
        }
        List<String> found = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path moved = temp.resolve("moved-" + i);
            if (Files.exists(moved)) {
                found.addAll(Files.readAllLines(moved));
            }
        }
        found.addAll(Files.readAllLines(file()));
        assertThat(found).as("-Dtocsin.seed=%d", seed).containsAll(expected).isSubsetOf(expected);
    }

    private void createUnlessThere() throws IOException {
        if (!Files.exists(file())) {
            Files.writeString(file(), "");
        }
    }
}

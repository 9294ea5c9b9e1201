package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 under load: in full work, while a snapshot is written, and during the recovery from the kill before. */
class KillSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingWhenKilled() throws Exception {
        Kills.run(directory, Dose.of("kill -9", 3), null);
    }

    @Test
    @Tag("heavy")
    void shouldLoseNothingWhenKilledManyTimes() throws Exception {
        Kills.run(directory, Dose.of("kill -9", 1_000), null);
    }
}

package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows count each reading once, however often the gateway is killed. */
class WindowKillSystemTest {
    @TempDir
    private Path directory;

    /** MQTT 3.1.1 has no bound on messages in flight. */
    @Test
    void shouldCountEachReadingOnceWhenKilled() throws Exception {
        WindowKills.run(directory, Dose.of("kill -9 of windows", 3), "v3", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "v5"})
    @Tag("heavy")
    void shouldCountEachReadingOnceWhenKilledManyTimes(String protocol) throws Exception {
        WindowKills.run(directory, Dose.of("kill -9 of windows", 100), protocol, null);
    }
}

package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while operators act: every answered action is there once, and states and deadlines go on. */
class ActionsKillSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldKeepEveryAnsweredAction() throws Exception {
        ActionKills.run(directory, Dose.of("kill -9 with actions", 3), false);
    }

    @Test
    void shouldKeepEveryAnsweredActionOfAlarmsThatSuppressOthers() throws Exception {
        ActionKills.run(directory, Dose.of("kill -9 with actions and suppression", 2), true);
    }

    @Test
    @Tag("heavy")
    void shouldKeepEveryAnsweredActionWhenKilledManyTimes() throws Exception {
        ActionKills.run(directory, Dose.of("kill -9 with actions", 200), false);
    }
}

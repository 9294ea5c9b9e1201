package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms that wait for a sink survive damage to everything but the journal. */
class WaitingAlarmsSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldDeliverWaitingAlarmsOrNameThemWhenFilesAreDamaged() throws Exception {
        WaitingAlarms.run(directory, Dose.of("waiting alarms", 24));
    }

    @Test
    @Tag("heavy")
    void shouldDeliverWaitingAlarmsOrNameThemWhateverIsDamaged() throws Exception {
        WaitingAlarms.run(directory, Dose.of("waiting alarms", 2_000));
    }
}

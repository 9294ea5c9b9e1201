package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed write or sync stops the gateway at once, and nothing that was acknowledged depends on it. */
class IoErrorSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStopWhenTheDeviceFails() throws Exception {
        IoErrors.run(directory, Dose.of("I/O errors", 3), IoErrors.CALLS, null);
    }

    @Test
    @Tag("heavy")
    void shouldStopWhenTheDeviceFailsManyTimes() throws Exception {
        IoErrors.run(directory, Dose.of("I/O errors", 200), IoErrors.CALLS, null);
    }
}

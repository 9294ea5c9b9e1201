package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 64 MiB that gets full under a gateway: it waits, continues by itself, and loses nothing. */
class FullDiskSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWaitForRoomAndLoseNothing() throws Exception {
        FullDisk.run(directory, Dose.of("disk full", 3));
    }

    @Test
    @Tag("heavy")
    void shouldWaitForRoomAndLoseNothingManyTimes() throws Exception {
        FullDisk.run(directory, Dose.of("disk full", 100));
    }
}

package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power cuts on ext4 and XFS, at both sync levels that promise to survive them and with both alarm gates. */
class PowerCutSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingWhenThePowerIsCut() throws Exception {
        Dose dose = Dose.of("power cut, ext4, 10ms", 2);
        PowerCut.run(directory, LoopDisk.Kind.EXT4, "10ms", "durable", dose, null);
    }

    @Test
    @Tag("heavy")
    void shouldLoseNothingOnExt4() throws Exception {
        Dose dose = Dose.of("power cut, ext4", 500);
        Dose quarter = new Dose((dose.cycles() + 3) / 4, dose.seed());
        PowerCut.run(directory.resolve("1"), LoopDisk.Kind.EXT4, "10ms", "journalled", quarter, null);
        PowerCut.run(directory.resolve("2"), LoopDisk.Kind.EXT4, "always", "journalled", quarter, null);
        PowerCut.run(directory.resolve("3"), LoopDisk.Kind.EXT4, "10ms", "durable", quarter, null);
        PowerCut.run(directory.resolve("4"), LoopDisk.Kind.EXT4, "always", "durable", quarter, null);
    }

    @Test
    @Tag("heavy")
    void shouldLoseNothingOnXfs() throws Exception {
        Dose dose = Dose.of("power cut, XFS", 100);
        Dose half = new Dose((dose.cycles() + 1) / 2, dose.seed());
        PowerCut.run(directory.resolve("1"), LoopDisk.Kind.XFS, "10ms", "durable", half, null);
        PowerCut.run(directory.resolve("2"), LoopDisk.Kind.XFS, "always", "journalled", half, null);
    }
}

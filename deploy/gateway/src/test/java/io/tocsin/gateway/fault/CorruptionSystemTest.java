package io.tocsin.gateway.fault;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged data is recovered to a verified prefix or refused with file and offset; it is never believed. */
class CorruptionSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRefuseOrCutWhatIsDamaged() throws Exception {
        Corruption.run(directory, Dose.of("corruption", 200));
    }

    @Test
    @Tag("heavy")
    void shouldRefuseOrCutWhateverIsDamaged() throws Exception {
        Corruption.run(directory, Dose.of("corruption", 20_000));
    }
}

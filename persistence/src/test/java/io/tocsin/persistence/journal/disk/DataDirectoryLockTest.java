package io.tocsin.persistence.journal.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
    @TempDir
    Path temp;

    @Test
    void shouldRefuseSecondGateway() {
        try (DataDirectoryLock first = DataDirectoryLock.acquire(temp.resolve("data"))) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirectoryLock.acquire(temp.resolve("data")))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("another gateway")
                    .hasMessageNotContaining("\n");
        }
        DataDirectoryLock.acquire(temp.resolve("data")).close();
    }
}

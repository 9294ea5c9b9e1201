package io.tocsin.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporaryDirectoryTest {
    @TempDir
    private Path dir;

    @Test
    void shouldLeaveNothingBehindWhenNobodyNamedIt() throws IOException {
        Path path;
        try (TemporaryDirectory directory = TemporaryDirectory.of(null, "tocsin-test-")) {
            path = directory.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c"), "x");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void shouldStayWhenTheUserNamedIt() throws IOException {
        Path named = dir.resolve("new/one");
        try (TemporaryDirectory directory = TemporaryDirectory.of(named, "tocsin-test-")) {
            Files.writeString(directory.path().resolve("x"), "x");
        }

        assertThat(named.resolve("x")).exists();
    }
}

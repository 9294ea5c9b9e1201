package io.tocsin.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTextTest {
    @TempDir
    private Path dir;

    private IOException of(IoAction action) {
        try {
            action.run();
        } catch (IOException e) {
            return e;
        }
        throw new AssertionError("did not fail");
    }

    private interface IoAction {
        void run() throws IOException;
    }

    @Test
    void shouldSayInWordsWhatTheSystemsExceptionsSayByTheirClass() throws IOException {
        Path file = dir.resolve("f");
        assertThat(FaultText.of(of(() -> Files.size(file)))).isEqualTo("there is no " + file + " (removed or moved?)");
        Files.writeString(file, "x");
        assertThat(FaultText.of(of(() -> Files.createFile(file)))).isEqualTo(file + " exists already");
        assertThat(FaultText.of(of(() -> Files.delete(dir)))).isEqualTo(dir + " is not empty");
        assertThat(FaultText.of(of(() -> Files.readString(dir)))).isEqualTo("Is a directory");
    }

    @Test
    void shouldNameTheFileWhenThereIsOneAndTheReasonWhenItIsGiven() {
        assertThat(FaultText.of(new AccessDeniedException("/x"))).isEqualTo("no permission for /x");
        assertThat(FaultText.of(new FileAlreadyExistsException("/x"))).isEqualTo("/x exists already");
        assertThat(FaultText.of(new NotDirectoryException("/x"))).isEqualTo("/x is no directory");
        assertThat(FaultText.of(new FileSystemException("/x", null, "Too many open files")))
                .isEqualTo("/x: Too many open files");
        assertThat(FaultText.of(new IOException("No space left on device"))).isEqualTo("No space left on device");
        assertThat(FaultText.of(new UncheckedIOException(new AccessDeniedException("/x"))))
                .isEqualTo("no permission for /x");
        assertThat(FaultText.of(new ClosedChannelException())).isEqualTo("it is closed");
    }

    @Test
    void shouldKeepTheClassWhenTheFaultIsOurs() {
        assertThat(FaultText.of(new IllegalStateException("x"))).isEqualTo("java.lang.IllegalStateException: x");
        assertThat(FaultText.of(new IOException())).isEqualTo("java.io.IOException");
    }
}

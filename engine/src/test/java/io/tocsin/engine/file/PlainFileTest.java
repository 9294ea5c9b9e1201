package io.tocsin.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFileTest {
    @TempDir
    private Path dir;

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path link = Files.createSymbolicLink(dir.resolve("link"), fifo);

        assertThatThrownBy(() -> PlainFile.require(dir)).hasMessage(dir + ": is a directory, not a file");
        assertThatThrownBy(() -> PlainFile.require(fifo)).hasMessage(fifo + ": is a FIFO, not a file");
        assertThatThrownBy(() -> PlainFile.require(link)).hasMessage(link + ": is a FIFO, not a file");
        assertThatThrownBy(() -> PlainFile.require(Path.of("/dev/null")))
                .hasMessage("/dev/null: is a device, not a file");
        assertThat(PlainFile.kind(link, LinkOption.NOFOLLOW_LINKS)).isEqualTo("a symbolic link");
    }

    @Test
    void shouldTakeFilesAndWhatIsNotThere() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "x");
        Path link = Files.createSymbolicLink(dir.resolve("link"), file);

        assertThatCode(() -> PlainFile.require(file)).doesNotThrowAnyException();
        assertThatCode(() -> PlainFile.require(link)).doesNotThrowAnyException();
        assertThatCode(() -> PlainFile.require(dir.resolve("missing"))).doesNotThrowAnyException();
    }
}

package io.tocsin.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.journal.JournalException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavepointFilesTest {
    private static final SnapshotFile.Head HEAD = new SnapshotFile.Head(42, 7);

    @TempDir
    private Path dir;

    @Test
    void shouldKeepEverySavepointUntilItIsDeleted() {
        SavepointFiles files = new SavepointFiles(dir.resolve("savepoints"));
        assertThat(files.names()).isEmpty();
        for (String name : new String[] {"b", "a.1", "2026-11-21T02-54-29Z"}) {
            files.write(name, HEAD, SavepointFilesTest::write);
        }
        assertThat(files.names()).containsExactly("2026-11-21T02-54-29Z", "a.1", "b");
        assertThat(SnapshotFile.head(files.file("b"))).isEqualTo(HEAD);
        assertThat(SnapshotFile.fault(files.file("b"))).isNull();
        assertThat(files.delete("b")).isTrue();
        assertThat(files.delete("b")).isFalse();
        assertThat(files.names()).doesNotContain("b");
    }

    @Test
    void shouldNotOverwriteASavepoint() throws IOException {
        SavepointFiles files = new SavepointFiles(dir);
        files.write("a", HEAD, SavepointFilesTest::write);
        byte[] before = Files.readAllBytes(files.file("a"));
        assertThatThrownBy(() -> files.write("a", new SnapshotFile.Head(50, 8), SavepointFilesTest::write))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(files.file("a").toString());
        assertThat(Files.readAllBytes(files.file("a"))).isEqualTo(before);
    }

    @Test
    void shouldTakeNamesThatAreFileNamesEverywhere() {
        assertThat("before-upgrade_2.1").matches(SavepointFiles::isName);
        for (String name : new String[] {"", ".", "..", ".a", "a/b", "a\\b", "a b", "ä", "x".repeat(65)}) {
            assertThat(SavepointFiles.isName(name)).as(name).isFalse();
        }
    }

    @Test
    void shouldCopyAWholeFile() throws IOException {
        SavepointFiles files = new SavepointFiles(dir);
        files.write("a", HEAD, SavepointFilesTest::write);
        Path copy = dir.resolve("elsewhere").resolve("copy");
        SnapshotFile.copy(files.file("a"), copy);
        assertThat(copy).hasSameBinaryContentAs(files.file("a"));
        assertThat(copy.getParent())
                .isDirectoryNotContaining(file -> file.toString().endsWith(".unfinished"));
    }

    private static void write(OutputStream out) {
        try {
            out.write(new byte[100_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

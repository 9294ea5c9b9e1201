package io.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.posix.PosixAPI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle Queue as we cut it down (see docs/dependencies.md), with the JVM flags of deploy/jvm. */
class ChronicleClassPathTest {
    @TempDir
    Path directory;

    @Test
    void shouldAppendAndReadBackWithoutTheExcludedLibraries() {
        int recordCount = 10;
        try (ChronicleQueue queue = ChronicleQueue.singleBuilder(directory).build();
                ExcerptAppender appender = queue.createAppender();
                ExcerptTailer tailer = queue.createTailer()) {
            for (long value = 0; value < recordCount; value++) {
                try (DocumentContext document = appender.writingDocument()) {
                    document.wire().bytes().writeLong(value);
                }
            }
            for (long value = 0; value < recordCount; value++) {
                try (DocumentContext document = tailer.readingDocument()) {
                    assertThat(document.isPresent()).isTrue();
                    assertThat(document.wire().bytes().readLong()).isEqualTo(value);
                }
            }
        }
    }

    /** Without jnr the calls behind msync and fallocate would be stand-ins that do nothing. */
    @Test
    void shouldReachTheOperatingSystem() {
        assertThat(PosixAPI.posix().getpid()).isEqualTo(ProcessHandle.current().pid());
    }
}

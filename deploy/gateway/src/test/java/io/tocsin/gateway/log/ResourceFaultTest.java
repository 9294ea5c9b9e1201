package io.tocsin.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.journal.JournalException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResourceFaultTest {
    @Test
    void shouldSayWhatToRaise() {
        assertThat(ResourceFault.line(new OutOfMemoryError(
                        "unable to create native thread: possibly out of memory or process/resource limits reached")))
                .startsWith("out of resources: cannot create a thread; raise the limit of threads (ulimit -u,");
        assertThat(ResourceFault.line(new OutOfMemoryError("Cannot reserve 64 bytes of direct buffer memory")))
                .contains("-XX:MaxDirectMemorySize");
        assertThat(ResourceFault.line(new OutOfMemoryError("Java heap space"))).contains("-Xmx");
        assertThat(ResourceFault.line(new JournalException(
                        "cannot open the journal", new IOException("Map failed", new OutOfMemoryError("Map failed")))))
                .contains("ulimit -v");
        assertThat(ResourceFault.line(
                        new ExceptionInInitializerError(new FileNotFoundException("x\n(Too many open files)"))))
                .isEqualTo("out of resources: cannot open a file; raise the limit of open files (ulimit -n,"
                        + " LimitNOFILE= of the service) (x (Too many open files))");
        assertThat(ResourceFault.line(new OutOfMemoryError("something new")))
                .isEqualTo("out of resources: something new");
        assertThat(ResourceFault.line(new IOException("No space left on device")))
                .isNull();
        assertThat(ResourceFault.ofHeap(8 << 20))
                .isEqualTo("out of resources: not enough heap, 8 MiB; raise -Xmx in TOCSIN_JAVA_OPTS to 32m or more");
        assertThat(ResourceFault.ofHeap(32 << 20)).isNull();
    }
}

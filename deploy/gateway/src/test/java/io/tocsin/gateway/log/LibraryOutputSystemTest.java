package io.tocsin.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.TocsinProcess;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A process whose libraries fail in every way they have to say so. */
class LibraryOutputSystemTest {
    @TempDir
    private Path dir;

    @Test
    void shouldPrintNoTraceOfALibrary() throws Exception {
        TocsinProcess process =
                new TocsinProcess.Launch(dir).main(FailingLibraries.class).start();

        assertThat(process.awaitExit()).isZero();
        assertThat(process.err()).doesNotContain("SEVERE", "NullPointerException", "EOFException", "\tat ");
        assertThat(process.err().lines().map(line -> line.substring(26)))
                .containsExactlyInAnyOrder(
                        "WARN   library io.x.Jul: jul failed 1 (stack trace: -Dtocsin.libraryTraces=true)",
                        "WARN   library io.x.Slf4j: slf4j failed 2 (stack trace: -Dtocsin.libraryTraces=true)",
                        "WARN   library thread MQTT Rec: has ended with an error: no buffer"
                                + " (stack trace: -Dtocsin.libraryTraces=true)");
    }

    /** The process. */
    static final class FailingLibraries {
        public static void main(String[] args) throws InterruptedException {
            LibraryOutput.takeOver();
            Logger.getLogger("io.x.Jul").log(Level.SEVERE, "jul failed 1", new NullPointerException("x"));
            Logger.getLogger("io.x.Jul").info("not shown");
            Logger.getLogger("org.eclipse.paho.mqttv5.client.internal.ClientState")
                    .severe("not shown");
            LoggerFactory.getLogger("io.x.Slf4j").error("slf4j failed {}", 2, new EOFException("y"));
            LoggerFactory.getLogger("io.x.Slf4j").info("not shown");
            Thread receiver = new Thread(
                    () -> {
                        throw new NullPointerException("no buffer");
                    },
                    "MQTT Rec");
            receiver.start();
            receiver.join();
        }
    }
}

package io.tocsin.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.log.LineLog;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LibraryLinesTest {
    private final List<String> said = new ArrayList<>();
    private final LineLog log = (level, line) -> said.add(level + " " + line);
    private long nowNs = 1;

    private LibraryLines lines(boolean withTraces) {
        return new LibraryLines(log, said::add, withTraces, () -> nowNs);
    }

    @Test
    void shouldSayOneLineWithoutTraceWhenALibraryFails() {
        lines(false).say("io.x.Server", "failed {}", "failed 7", new EOFException("cut"));

        assertThat(said)
                .containsExactly("WARN library io.x.Server: failed 7 (stack trace: -Dtocsin.libraryTraces=true)");
    }

    @Test
    void shouldCountRepeatsWhenALibraryGoesOnFailing() {
        LibraryLines lines = lines(false);
        for (int i = 0; i < 5; i++) {
            lines.say("io.x.Server", "failed {}", "failed " + i, null);
        }
        nowNs += TimeUnit.MINUTES.toNanos(1);
        lines.say("io.x.Server", "failed {}", "failed 5", null);

        assertThat(said)
                .containsExactly(
                        "WARN library io.x.Server: failed 0",
                        "WARN library io.x.Server: failed 5 (and 4 more like it since)");
    }

    @Test
    void shouldBeSilentWhenTheGatewayTellsTheSame() {
        LibraryLines lines = lines(false);

        lines.say("org.eclipse.paho.mqttv5.client.internal.CommsSender", "804", "exception", new EOFException());

        assertThat(said).isEmpty();
        assertThat(lines.isShown("io.moquette.broker.NewNettyAcceptor")).isFalse();
        assertThat(lines.isShown("io.moquette.broker.Server")).isTrue();
        assertThat(lines.isShown("net.openhft.affinity.Affinity")).isFalse();
        assertThat(lines.isShown("net.openhft.chronicle.core.Jvm")).isTrue();
    }

    @Test
    void shouldPrintTracesWhenTheyAreWanted() {
        lines(true).say("org.eclipse.paho.X", "804", "exception", new EOFException("cut"));

        assertThat(said).hasSize(2);
        assertThat(said.get(0)).isEqualTo("WARN library org.eclipse.paho.X: exception");
        assertThat(said.get(1)).startsWith("java.io.EOFException: cut\n\tat ");
    }
}

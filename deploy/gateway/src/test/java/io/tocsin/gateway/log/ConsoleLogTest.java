package io.tocsin.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.log.LineLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
    private static final long CLOCK_NS = 1_795_195_860_123_456_789L;

    private final StringWriter text = new StringWriter();
    private final ConsoleLog log = new ConsoleLog(new PrintWriter(text), () -> CLOCK_NS);

    @Test
    void shouldBeginEveryLineWithTimeAndLevel() {
        log.accept("gateway: ready");
        log.say(LineLog.Level.WARN, "sink log: down");
        log.say(LineLog.Level.ERROR, "stopped");

        assertThat(text.toString()).isEqualTo("""
                2026-11-20 17:31:00.123Z  INFO   gateway: ready
                2026-11-20 17:31:00.123Z  WARN   sink log: down
                2026-11-20 17:31:00.123Z  ERROR  stopped
                """);
    }

    @Test
    void shouldStayOneHarmlessLineWhenTheTextHasControlCharacters() {
        log.accept("source a\r\n2026-11-20 ERROR  forged\u001B[2J\u202E");

        assertThat(text.toString())
                .isEqualTo("2026-11-20 17:31:00.123Z  INFO   source a 2026-11-20 ERROR  forged\\u001B[2J\\u202E\n");
    }

    @Test
    void shouldKeepTheLevelWhenALineGoesThroughAPlainConsumer() {
        Consumer<String> lines = log;

        LineLog.warn(lines, "w");
        LineLog.error(lines, "e");

        assertThat(text.toString().lines().map(line -> line.substring(26))).containsExactly("WARN   w", "ERROR  e");
    }

    @Test
    void shouldTakeTheLineWithoutItsLevelWhenTheConsumerHasNone() {
        StringBuilder plain = new StringBuilder();

        LineLog.warn(plain::append, "w");

        assertThat(plain.toString()).isEqualTo("w");
    }
}

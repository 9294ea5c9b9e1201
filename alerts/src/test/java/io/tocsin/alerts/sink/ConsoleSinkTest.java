package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.log.FrameType;
import io.tocsin.alerts.log.LogFrame;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
    private static final EventFields EVENT = new EventFields(
            "id",
            "RAISED",
            "bearing-hot",
            "plant/press3/temp",
            "HI",
            "high",
            "2026-11-20T17:31:00.123456789Z",
            "hot\u001B[2J\r\n\u202Eeno",
            "gw");

    @Test
    void shouldPutTheEventOnOneHarmlessLineWhenTheMessageHasControlCharacters() {
        ConsoleSink sink = new ConsoleSink("console", System.out, false);

        assertThat(sink.line(EVENT))
                .isEqualTo("2026-11-20 17:31:00.123Z  RAISED        high      bearing-hot HI  plant/press3/temp  "
                        + "hot\\u001B[2J\\u000D\\u000A\\u202Eeno");
    }

    @Test
    void shouldColourTheKindOnlyWhenAsked() {
        assertThat(new ConsoleSink("console", System.out, true).line(EVENT)).contains("\u001B[31mRAISED");
    }

    @Test
    void shouldPrintOneLineAnEventWhenDelivered() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleSink sink = new ConsoleSink("console", new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
        LogFrame frame =
                new LogFrame(FrameType.EVENT, 0, 0, 0, 0, 0, 0, List.of(), "{\"event\":\"CLEARED\",\"alarm\":\"a\"}");

        sink.deliver(List.of(frame, frame));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.contains("CLEARED"));
    }
}

package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.event.EventFields;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.packet.MqttDataTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any text as a topic template with any names: the naive implementation refuses it too, or fills in the same topic,
 * which the MQTT client takes and which has no wildcard. {@code .ci/fuzz TopicTemplate} makes inputs.
 */
class TopicTemplateFuzzTest {
    private static final int FIELD_COUNT = 6;

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/TopicTemplate"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldFillAsTheNaiveOneOnKeptInputs(Path input) throws Exception {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. Lines: template, alarm, sensor, level, priority, gateway and the rest the event. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", FIELD_COUNT + 1);
        String[] fields = new String[FIELD_COUNT];
        for (int i = 0; i < FIELD_COUNT; i++) {
            fields[i] = i + 1 < lines.length ? lines[i + 1] : "";
        }
        String expected = NaiveTopic.of(lines[0], fields);
        String topic = topic(lines[0], fields);
        if (!Objects.equals(topic, expected)) {
            assertThat(topic).as(lines[0]).isEqualTo(expected);
        }
        if (topic != null && !topic.isEmpty()) {
            assertThat(topic).doesNotContain("+", "#").doesNotStartWith("$");
            MqttDataTypes.encodeUTF8(new DataOutputStream(new ByteArrayOutputStream()), topic);
        }
    }

    /** The topic, or null when the template is refused. */
    private static String topic(String template, String[] f) {
        TopicTemplate parsed;
        try {
            parsed = TopicTemplate.forEvents(template);
        } catch (IllegalArgumentException e) {
            return null;
        }
        return parsed.topic(new EventFields("id", "eventId", f[5], f[0], f[1], f[2], f[3], "t", "m", f[4]));
    }
}

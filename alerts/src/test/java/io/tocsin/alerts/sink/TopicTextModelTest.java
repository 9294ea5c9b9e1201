package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.eclipse.paho.mqttv5.common.packet.MqttDataTypes;
import org.junit.jupiter.api.Test;

/**
 * Random names of characters that are alike, invisible or illegal: each has a topic of its own, which the client takes.
 */
class TopicTextModelTest {
    private static final int NAME_COUNT = 50_000;
    private static final String[] PIECES = {
        "a",
        "u",
        "\\",
        "\\u",
        "200B",
        "0",
        "5C",
        "/",
        "\u200B",
        "\u200C",
        "\u200D",
        "\u200E",
        "\u202E",
        "\u00AD",
        "\u00A0",
        "\uFEFF",
        "\uFDD0",
        "\uFDEF",
        "\uFFFE",
        "\uFFFF",
        "\uFFFD",
        "\u2028",
        "\u0085",
        "\n",
        "\0",
        "\u3164",
        "\uD83D\uDE00",
        "\uDBFF\uDFFE",
        "\uDB40\uDC01",
        "e\u0301",
        "\u00E9"
    };

    @Test
    void shouldGiveEachNameALegalTopicOfItsOwn() throws Exception {
        long seed = Long.getLong("tocsin.seed", Boolean.getBoolean("tocsin.heavy") ? System.nanoTime() : 1);
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> nameOf = new HashMap<>();
        for (int i = 0; i < NAME_COUNT; i++) {
            StringBuilder name = new StringBuilder();
            for (int piece = random.nextInt(1, 5); piece > 0; piece--) {
                name.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String topic = TopicText.escape(name.toString());

            assertThat(nameOf.computeIfAbsent(topic, key -> name.toString()))
                    .as("the one name of topic %s, seed %d", topic, seed)
                    .isEqualTo(name.toString());
            MqttDataTypes.encodeUTF8(new DataOutputStream(new ByteArrayOutputStream()), topic);
        }
    }

    @Test
    void shouldLeaveTextAloneWhenItIsPlain() {
        assertThat(TopicText.escape("plant/Käse/温度/\uD83D\uDE00/C:\\tags"))
                .isEqualTo("plant/Käse/温度/\uD83D\uDE00/C:\\tags");
    }
}

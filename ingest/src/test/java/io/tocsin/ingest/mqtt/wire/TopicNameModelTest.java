package io.tocsin.ingest.mqtt.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every code point, and random bytes, beside the JDK's decoder. */
class TopicNameModelTest {
    @Test
    void shouldJudgeEveryCodePoint() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] topic = ("a" + Character.toString(codePoint) + "b").getBytes(StandardCharsets.UTF_8);
            if (TopicName.isValid(topic, 0, topic.length) != NaivePackets.isTopic(topic)) {
                fail("U+%04X", codePoint);
            }
        }
        assertThat(TopicName.isValid("plant/1")).isTrue();
        assertThat(TopicName.isValid("")).isFalse();
        assertThat(TopicName.isValid("a\u0000")).isFalse();
        assertThat(TopicName.isValid("a/+")).isFalse();
    }

    @Test
    void shouldJudgeRandomBytes() {
        long seed = Long.getLong("tocsin.seed", 1);
        Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] topic = new byte[random.nextInt(5)];
            random.nextBytes(topic);
            for (int k = 0; k < topic.length; k++) {
                // mostly beginnings and middles of sequences of several bytes
                if (random.nextInt(4) > 0) {
                    topic[k] = (byte) (0x80 | topic[k]);
                }
            }
            boolean isTopic = NaivePackets.isTopic(topic);
            valid += isTopic ? 1 : 0;
            if (TopicName.isValid(topic, 0, topic.length) != isTopic) {
                fail("-Dtocsin.seed=%d, bytes %s", seed, HexFormat.of().formatHex(topic));
            }
        }
        assertThat(valid).isGreaterThan(1_000);
    }
}

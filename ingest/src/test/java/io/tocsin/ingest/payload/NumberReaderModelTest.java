package io.tocsin.ingest.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import io.tocsin.ingest.mapping.DocumentMapper;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Payloads that are a number, or nearly: the short way against the mapper. */
class NumberReaderModelTest {
    private static final int ROUNDS = 100_000;
    private static final List<String> PARTS =
            List.of("0", "7", "12", "999", "-", "+", ".", "e3", "E-2", " ", "-99", "true", "RUN", "123456789012", "");
    private static final TopicLevels TOPIC = new TopicLevels("plant/press");

    @Test
    void shouldAgreeWithTheMapper() {
        long seed = Long.getLong("tocsin.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        List<QualityValue> noValue = List.of(QualityValue.of(-99), QualityValue.of(7));
        ValueRule rule = new ValueRule(ValueRule.Type.ANY, ValueScale.NONE, noValue, Map.of(), false, null, -500, 1e9);
        Mapping mapping = PayloadConfig.number(rule).mapping();
        NameTemplate template = NameTemplate.parse("{topic}");
        PayloadReader mapper = new DocumentMapper(new ScalarReader(false), mapping, template);
        PayloadReader number = NumberReader.before(
                new DocumentMapper(new ScalarReader(false), mapping, template),
                mapping.values().get(0));
        assertThat(number).isInstanceOf(NumberReader.class);
        Readings expected = new Readings();
        Readings actual = new Readings();
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(1, 5); parts > 0; parts--) {
                text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            byte[] payload = text.toString().getBytes(StandardCharsets.US_ASCII);
            mapper.read(payload, 0, payload.length, TOPIC, expected);
            number.read(payload, 0, payload.length, TOPIC, actual);
            assertThat(told(actual)).as("seed %d, payload '%s'", seed, text).isEqualTo(told(expected));
        }
    }

    private static String told(Readings readings) {
        StringBuilder told = new StringBuilder(readings.reason() + " " + readings.detail() + " " + readings.rounded());
        for (int i = 0; readings.reason() == null && i < readings.size(); i++) {
            told.append(' ').append(readings.value(i)).append(' ').append(readings.quality(i));
            told.append(' ').append(readings.fixedName(i)).append(' ').append(readings.refusal(i));
            told.append(' ').append(readings.isUndecided(i)).append(' ').append(readings.eventTimeNs(i));
        }
        return told.toString();
    }
}

package io.tocsin.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeText;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.payload.PayloadConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers, which are read while the document is scanned: as a value and as a time, against the readers of texts. */
class JsonNumberModelTest {
    private static final int ROUNDS = 50_000;
    private static final int MAX_DIGITS = 25;

    private final Readings readings = new Readings();

    @ParameterizedTest
    @EnumSource(value = TimeUnits.class, mode = EnumSource.Mode.EXCLUDE, names = "PATTERN")
    void shouldReadNumbersAsTheReadersOfTextsDo(TimeUnits unit) {
        long seed = Long.getLong("tocsin.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        Mapping mapping = Mapping.of(List.of("v"), ValueRule.PLAIN, TimeConfig.at("t", TimeFormat.of(unit)), null);
        PayloadReader reader = PayloadConfig.json(mapping).reader(NameTemplate.parse("{topic}"));
        for (int round = 0; round < ROUNDS; round++) {
            String value = number(random);
            String time = number(random);
            byte[] payload = ("{\"v\":" + value + ",\"t\":" + time + "}").getBytes(StandardCharsets.US_ASCII);
            reader.read(payload, 0, payload.length, new TopicLevels("a"), readings);
            String what = "seed " + seed + ", value " + value + ", time " + time + " in " + unit;
            assertThat(readings.reason()).as(what).isNull();
            long timeNs = unit == TimeUnits.ISO ? EventTime.INVALID : time(time, unit);
            if (timeNs == EventTime.INVALID) {
                assertThat(readings.refusal(0)).as(what).isNotNull();
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
                assertThat(readings.eventTimeNs(0)).as(what).isEqualTo(timeNs);
                // Adding zero makes -0 plain 0, as the rule does.
                assertThat(readings.value(0)).as(what).isEqualTo(DecimalText.parse(bytes, 0, bytes.length) + 0.0);
            }
        }
    }

    private static long time(String text, TimeUnits unit) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return TimeText.parse(bytes, 0, bytes.length, unit);
    }

    /** A number as JSON has it. */
    private static String number(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int whole = random.nextInt(1, random.nextBoolean() ? 5 : MAX_DIGITS);
        text.append(random.nextInt(4) == 0 ? "0" : String.valueOf(random.nextInt(1, 10)));
        if (text.charAt(text.length() - 1) != '0') {
            digits(text, whole - 1, random);
        }
        if (random.nextBoolean()) {
            text.append('.');
            digits(text, random.nextInt(1, random.nextBoolean() ? 4 : MAX_DIGITS), random);
        }
        if (random.nextInt(6) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                    .append(List.of("", "-", "+").get(random.nextInt(3)))
                    .append(random.nextInt(30));
        }
        return text.toString();
    }

    private static void digits(StringBuilder text, int count, SplittableRandom random) {
        int kind = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            text.append(kind == 0 ? 0 : kind == 1 ? 9 : random.nextInt(10));
        }
    }
}

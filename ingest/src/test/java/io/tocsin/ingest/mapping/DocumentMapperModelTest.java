package io.tocsin.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.json.JacksonTree;
import io.tocsin.ingest.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random documents under random mappings: our reader and mapper against Jackson and the naive mapper. */
class DocumentMapperModelTest {
    private static final int DOCUMENTS = Integer.getInteger("tocsin.documents", 60_000);
    private static final String TOPIC = "plant/1";
    private static final List<String> NAMES = List.of("v", "w", "ts", "q", "d", "id", "a", "a.b", "s/1", "é", "Code");
    private static final List<String> SCALARS = List.of(
            "true",
            "false",
            "null",
            "\"good\"",
            "\"BAD\"",
            "\"uncertain\"",
            "\"NaN\"",
            "\"21.5\"",
            "\" -1e2 \"",
            "\"TRUE\"",
            "\"1.2.3\"",
            "\"\"",
            "\"a\\nb\"",
            "\"\\u0041\\ud83d\\ude00\\ud800\"",
            "\"é/+#%2F\"",
            "0",
            "-0",
            "192",
            "64",
            "1795195860123",
            "\"1795195860123\"",
            "\"2026-11-20T17:31:00Z\"",
            "1e400",
            "1e-400",
            "-1.5E+3",
            "1795195860.123456789",
            "9007199254740993");
    private static final List<String> FAULTS = List.of("nul", "01", "1.", "--1", "\"\\x\"", "\"\\u12\"", "'a'", "+1");
    private static final List<String> EACH =
            List.of(".", ".", "a[]", "[]", "*", "d.*", "a[].d[]", "d.*.a[]", "*[]", "d", "a[0]");
    private static final List<String> VALUES =
            List.of("v", "w", "d.v", "*", "d.*", "*.*", ".", "a[0]", "a[]", "\"a.b\"");
    private static final List<String> TEMPLATES =
            List.of("{topic}/{member}", "{member}", "{topic}/{id}/{member}", "{key}/{member}");

    @Test
    void shouldAgreeWithTheNaiveMapper() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("DocumentMapperModelTest seed=" + seed);
        Random random = new Random(seed);
        int accepted = 0;
        int refused = 0;
        int readingCount = 0;
        for (int i = 0; i < DOCUMENTS / 20; i++) {
            Mapping mapping = mapping(random);
            String template = template(mapping, random);
            DocumentMapper mapper = mapper(new JsonReader(), mapping, template);
            if (mapper == null) {
                continue;
            }
            Readings readings = new Readings();
            TopicLevels topic = new TopicLevels(TOPIC);
            for (int k = 0; k < 20; k++) {
                String text = document(random);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                byte[] framed = new byte[bytes.length + 9];
                System.arraycopy(bytes, 0, framed, 4, bytes.length);
                mapper.read(framed, 4, bytes.length, topic, readings);
                Optional<Object> tree = JacksonTree.read(bytes);
                String what = "seed=" + seed + " mapping=" + mapping + " sensor=" + template + " document=" + text;
                assertThat(readings.reason() == null)
                        .as(what + " fault=" + readings.detail())
                        .isEqualTo(tree.isPresent());
                if (tree.isEmpty()) {
                    refused++;
                    continue;
                }
                accepted++;
                List<String> expected = NaiveMapper.readings(tree.get(), mapping, template, TOPIC);
                List<String> found = lines(mapper, topic, readings);
                if (!expected.isEmpty() || !isOneLoss(found)) {
                    assertThat(found).as(what).isEqualTo(expected);
                }
                readingCount += found.size();
            }
        }
        assertThat(accepted).isGreaterThan(DOCUMENTS / 4);
        assertThat(refused).isGreaterThan(DOCUMENTS / 100);
        assertThat(readingCount).isGreaterThan(DOCUMENTS / 4);
    }

    /** A message without any reading is one loss. */
    static boolean isOneLoss(List<String> found) {
        return found.isEmpty() || found.equals(List.of("DROPPED_MISSING_MEMBER"));
    }

    /** The mapper, or null when mapping and template cannot work together. */
    static DocumentMapper mapper(DocumentReader reader, Mapping mapping, String template) {
        try {
            return new DocumentMapper(reader, mapping, NameTemplate.parse(template));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static Mapping mapping(Random random) {
        MemberPath each = MemberPath.parse(EACH.get(random.nextInt(EACH.size())));
        List<ValueConfig> values = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        while (values.size() < count) {
            ValueConfig value = value(VALUES.get(random.nextInt(VALUES.size())), random);
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        List<MemberPath> except = random.nextInt(4) == 0 ? List.of(MemberPath.parse("w")) : List.of();
        TimeFormat format = TimeFormat.of(random.nextInt(4) == 0 ? TimeUnits.ISO : TimeUnits.MS);
        // With the quality GOOD nobody adds readings for elements without a value, which have a test of their own.
        QualityMapping quality =
                random.nextBoolean() && values.size() > 1 ? new QualityMapping("q", OpcCodes.OPC_UA) : null;
        return new Mapping(each, values, except, random.nextBoolean() ? TimeConfig.at("ts", format) : null, quality);
    }

    /** One element of an array may be the first of two bytes. */
    private static ValueConfig value(String path, Random random) {
        if (!path.endsWith("[0]") || random.nextBoolean()) {
            return ValueConfig.at(path, ValueRule.PLAIN);
        }
        BytesType type = random.nextBoolean() ? BytesType.UINT16 : BytesType.INT16_LE;
        return new ValueConfig(List.of(MemberPath.parse(path)), null, ValueRule.PLAIN, null, type);
    }

    static String template(Mapping mapping, Random random) {
        String template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
        boolean isMemberOfElement = mapping.hasKeys() && mapping.values().size() == 1;
        return isMemberOfElement && !mapping.values().get(0).hasKeys() ? "{topic}/{key}" : template;
    }

    static List<String> lines(DocumentMapper mapper, TopicLevels topic, Readings readings) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != null) {
                lines.add(readings.refusal(i).name());
                continue;
            }
            int fixed = readings.fixedName(i);
            String name =
                    fixed >= 0 ? new String(mapper.fixedName(topic, fixed), StandardCharsets.UTF_8) : readings.name(i);
            Quality quality = Quality.ofCode(readings.quality(i));
            long timeNs = readings.eventTimeNs(i);
            assertThat(timeNs).isNotEqualTo(EventTime.INVALID);
            String value = readings.isUndecided(i)
                    ? "text:"
                            + new String(
                                    readings.text(i),
                                    readings.textFrom(i),
                                    readings.textLength(i),
                                    StandardCharsets.UTF_8)
                    : Double.toString(readings.value(i));
            lines.add(name + " " + timeNs + " " + value + " " + quality);
        }
        return lines;
    }

    private static String document(Random random) {
        StringBuilder text = new StringBuilder();
        value(text, random, random.nextInt(8) == 0 ? 0 : 9, 0);
        return text.toString();
    }

    /** @param shape 9: an object or array */
    private static void value(StringBuilder text, Random random, int shape, int depth) {
        space(text, random);
        int kind = shape == 9 ? random.nextInt(4) : random.nextInt(12);
        if (kind < 3 && depth < 4) {
            text.append('{');
            List<String> names = new ArrayList<>(NAMES);
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : ",");
                space(text, random);
                text.append('"')
                        .append(escaped(names.remove(random.nextInt(names.size())), random))
                        .append('"');
                space(text, random);
                text.append(random.nextInt(400) == 0 ? ";" : ":");
                value(text, random, 0, depth + 1);
            }
            text.append('}');
        } else if (kind == 3 && depth < 4) {
            text.append('[');
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : ",");
                value(text, random, random.nextBoolean() ? 9 : 0, depth + 1);
            }
            text.append(random.nextInt(400) == 0 ? "" : "]");
        } else if (random.nextInt(200) == 0) {
            text.append(FAULTS.get(random.nextInt(FAULTS.size())));
        } else if (random.nextBoolean()) {
            text.append(random.nextInt(2_000) - 1_000).append('.').append(random.nextInt(1_000_000));
        } else {
            text.append(SCALARS.get(random.nextInt(SCALARS.size())));
        }
        space(text, random);
    }

    private static String escaped(String name, Random random) {
        return random.nextInt(20) == 0 ? String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1) : name;
    }

    private static void space(StringBuilder text, Random random) {
        if (random.nextInt(12) == 0) {
            text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }
}

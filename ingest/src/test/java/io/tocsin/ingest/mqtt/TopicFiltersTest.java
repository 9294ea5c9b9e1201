package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.payload.Payloads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicFiltersTest {
    @Test
    void shouldMatchEachTopicOnceWhenFiltersAreMadeDisjoint() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("TopicFiltersTest seed=" + seed);
        Random random = new Random(seed);
        List<String> topics = new ArrayList<>();
        for (String a : List.of("a", "b", "$SYS", "")) {
            topics.add(a.isEmpty() ? "c" : a);
            for (String b : List.of("a", "b", "")) {
                topics.add(a + "/" + b);
                topics.add(a + "/" + b + "/a");
                topics.add(a + "/" + b + "/b");
            }
        }
        for (int i = 0; i < 50_000; i++) {
            List<String> filters = new ArrayList<>();
            int count = 1 + random.nextInt(4);
            for (int f = 0; f < count; f++) {
                filters.add(filter(random));
            }
            List<String> disjoint = TopicFilters.disjoint(filters);
            for (String topic : topics) {
                boolean wanted = filters.stream().anyMatch(f -> new SensorSelector(f).matches(topic));
                long matches = disjoint.stream()
                        .filter(f -> new SensorSelector(f).matches(topic))
                        .count();
                if (matches > 1 || (wanted && matches == 0)) {
                    throw new AssertionError("seed=" + seed + " " + filters + " -> " + disjoint + " topic=" + topic);
                }
            }
        }
    }

    @Test
    void shouldKeepFiltersWhenTheyDoNotOverlap() {
        assertThat(TopicFilters.disjoint(List.of("a/+", "b/#", "a/+/c"))).containsExactly("a/+", "b/#", "a/+/c");
        assertThat(TopicFilters.disjoint(List.of("a/b", "a/#"))).containsExactly("a/#");
        assertThat(TopicFilters.disjoint(List.of("p/+/t", "p/1/+"))).containsExactly("p/+/+");
        assertThat(TopicFilters.disjoint(List.of("#", "$SYS/broker/+"))).containsExactly("#", "$SYS/broker/+");
    }

    @Test
    void shouldMakeNamesOfTopicAndMember() {
        assertThat(name("{topic}", 1, "a/b", "v")).isEqualTo("a/b");
        assertThat(name("x/{2}/{1}", 1, "a/b", "v")).isEqualTo("x/b/a");
        assertThat(name("{1}.{member}", 2, "a/b", "data.t")).isEqualTo("a.data.t");
        assertThat(name("{topic}", 2, "a/b", "t")).isEqualTo("a/b/t");
        assertThatThrownBy(() -> NameTemplate.parse("{a[]}")).hasMessageContaining("more than one member");
        assertThatThrownBy(() -> NameTemplate.parse("{topic")).hasMessageContaining("a { without }");
    }

    private static String name(String template, int members, String topic, String member) {
        List<String> values = members == 1 ? List.of(member) : List.of(member, "other");
        PayloadConfig payload = Payloads.json(values, null, TimeUnits.MS, null);
        byte[] name = payload.reader(NameTemplate.parse(template)).fixedName(new TopicLevels(topic), 0);
        return new String(name, StandardCharsets.UTF_8);
    }

    private static String filter(Random random) {
        StringBuilder filter = new StringBuilder();
        int levels = 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            if (i > 0) {
                filter.append('/');
            }
            boolean last = i == levels - 1;
            String some = i == 0 && random.nextInt(4) == 0 ? "$SYS" : "b";
            filter.append(List.of("a", some, "+", last ? "#" : "a").get(random.nextInt(4)));
        }
        return filter.toString();
    }
}

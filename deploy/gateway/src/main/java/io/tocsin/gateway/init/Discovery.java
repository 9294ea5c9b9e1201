package io.tocsin.gateway.init;

import io.tocsin.gateway.init.ShapeGuess.Guess;
import io.tocsin.gateway.sample.SampleReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mappings of all topics that were heard, and those without one. */
final class Discovery {
    private final List<FoundFilter> filters = new ArrayList<>();
    private final Map<String, List<String>> unmapped = new LinkedHashMap<>();

    private Discovery() {}

    static Discovery of(Collection<HeardTopic> topics) {
        Discovery discovery = new Discovery();
        Map<Shape, List<HeardTopic>> byShape = new LinkedHashMap<>();
        for (HeardTopic topic : topics) {
            Guess guess = ShapeGuess.of(topic);
            if (guess.shape() == null) {
                discovery
                        .unmapped
                        .computeIfAbsent(guess.reason(), reason -> new ArrayList<>())
                        .add(topic.topic());
            } else {
                byShape.computeIfAbsent(guess.shape(), shape -> new ArrayList<>())
                        .add(topic);
            }
        }
        byShape.forEach((shape, own) -> discovery.add(shape, own, topics));
        return discovery;
    }

    private void add(Shape shape, List<HeardTopic> own, Collection<HeardTopic> all) {
        Map<String, HeardTopic> byName = new LinkedHashMap<>();
        own.forEach(topic -> byName.put(topic.topic(), topic));
        List<String> foreign = all.stream()
                .map(HeardTopic::topic)
                .filter(topic -> !byName.containsKey(topic))
                .toList();
        FilterChoice.of(byName.keySet(), foreign).forEach((filter, topics) -> {
            List<HeardTopic> heard = topics.stream().map(byName::get).toList();
            HeardTopic sample = heard.get(0);
            Optional<List<SampleReading>> lines = ReadMessage.by(filter, shape.keys())
                    .flatMap(reader ->
                            reader.readings(sample.topic(), sample.payloads().get(0)));
            filters.add(new FoundFilter(filter, shape, heard, sample, lines.orElse(List.of())));
        });
    }

    List<FoundFilter> filters() {
        return filters;
    }

    /** Topics without a mapping by the reason. */
    Map<String, List<String>> unmapped() {
        return unmapped;
    }

    /** Topics that have a mapping. */
    long mappedCount() {
        return filters.stream().mapToLong(filter -> filter.topics().size()).sum();
    }
}

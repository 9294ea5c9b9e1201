package io.tocsin.gateway.init;

import io.tocsin.gateway.config.preset.Preset;
import io.tocsin.gateway.config.preset.Presets;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape of a topic's messages: the preset that reads all of them, else one number or text, else a guess at their
 * JSON. A shape counts only when every message that was heard gives readings by it and loses none.
 */
final class ShapeGuess {
    private static final int MAX_TEXT = 128;

    /**
     * Result for one topic.
     *
     * @param shape null when there is none
     * @param reason why there is none; null when there is one
     */
    record Guess(Shape shape, String reason) {
        private static Guess none(String reason) {
            return new Guess(null, reason);
        }
    }

    private ShapeGuess() {}

    static Guess of(HeardTopic topic) {
        String name = topic.topic();
        if (name.startsWith("$")) {
            return Guess.none("a topic of the broker's own");
        }
        if (name.startsWith("spBv1.0/")) {
            return Guess.none("Sparkplug");
        }
        if (isDiscovery(topic)) {
            return Guess.none("a description of Home Assistant's discovery, no reading");
        }
        for (Preset preset : Presets.all()) {
            Shape shape = new Shape(List.of("payload: " + preset.name()), "preset " + preset.name(), List.of());
            if (preset.recognises(name) && fits(topic, shape)) {
                return new Guess(shape, null);
            }
        }
        return withoutPreset(topic);
    }

    private static Guess withoutPreset(HeardTopic topic) {
        List<Object> documents = new ArrayList<>();
        for (byte[] payload : topic.payloads()) {
            Optional<Object> document = JsonShape.read(payload);
            boolean isStructure = document.isPresent()
                    && !(document.get() instanceof String)
                    && !(document.get() instanceof JsonShape.Numeral)
                    && !(document.get() instanceof Boolean)
                    && document.get() != JsonShape.NULL;
            if (isStructure) {
                documents.add(document.get());
            }
        }
        if (documents.isEmpty()) {
            return scalar(topic);
        }
        if (documents.size() < topic.payloads().size()) {
            return Guess.none("some messages are JSON and some are not");
        }
        Optional<Shape> guess = JsonGuess.of(documents);
        if (guess.isEmpty()) {
            return Guess.none("JSON without a number, true or false");
        }
        return fits(topic, guess.get())
                ? new Guess(guess.get(), null)
                : Guess.none("JSON whose messages have no shape in common");
    }

    private static Guess scalar(HeardTopic topic) {
        for (byte[] payload : topic.payloads()) {
            if (!isText(payload)) {
                return Guess.none("binary, no text");
            }
            char first = payload.length == 0 ? ' ' : (char) payload[0];
            if (first == '{' || first == '[' || first == '<') {
                return Guess.none("looks like JSON or XML and is faulty or unknown");
            }
        }
        Shape shape = new Shape(List.of("payload: number"), "one number or text", List.of());
        return fits(topic, shape) ? new Guess(shape, null) : Guess.none("empty, or a text longer than 128 bytes");
    }

    private static boolean isText(byte[] payload) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(payload))
                    .toString();
            return text.length() <= MAX_TEXT || text.startsWith("{") || text.startsWith("[");
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean fits(HeardTopic topic, Shape shape) {
        Optional<ReadMessage> reader = ReadMessage.by(topic.topic(), shape.keys());
        return reader.isPresent()
                && topic.payloads().stream()
                        .allMatch(payload ->
                                reader.get().readings(topic.topic(), payload).isPresent());
    }

    private static boolean isDiscovery(HeardTopic topic) {
        return topic.topic().endsWith("/config")
                && topic.payloads().stream().allMatch(payload -> {
                    String text = new String(payload, StandardCharsets.UTF_8);
                    return text.contains("\"state_topic\"") || text.contains("\"stat_t\"") || text.contains("\"~\"");
                });
    }
}

package io.tocsin.ingest.mapping;

import java.nio.charset.StandardCharsets;

/** A topic and its levels, UTF-8. Immutable. */
public final class TopicLevels {
    private final String text;
    private final byte[] topic;
    private final byte[][] levels;

    public TopicLevels(String topic) {
        this.text = topic;
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
        String[] texts = topic.split("/", -1);
        levels = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            levels[i] = texts[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The topic. */
    public String text() {
        return text;
    }

    byte[] topic() {
        return topic;
    }

    /** A level from 1; null when the topic has fewer. */
    byte[] level(int number) {
        return number <= levels.length ? levels[number - 1] : null;
    }
}

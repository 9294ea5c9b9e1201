package io.tocsin.ingest.mapping;

import io.tocsin.ingest.mapping.MemberPath.Name;
import io.tocsin.ingest.mapping.NameTemplate.Captured;
import io.tocsin.ingest.mapping.NameTemplate.ElementKey;
import io.tocsin.ingest.mapping.NameTemplate.Level;
import io.tocsin.ingest.mapping.NameTemplate.Literal;
import io.tocsin.ingest.mapping.NameTemplate.Member;
import io.tocsin.ingest.mapping.NameTemplate.Part;
import io.tocsin.ingest.mapping.NameTemplate.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names of the sensors of a format without a mapping, whose records have parts of their own. One thread; allocates
 * nothing to write a name.
 */
public final class RecordNaming {
    /** A part that the format has no word for: a placeholder of the template by its name. */
    public static final int OTHER = -1;

    private final Part[] parts;
    private final byte[][] texts;
    private final int[] words;
    private final String noun;
    private String fault;

    /** Parts of the current record. */
    @FunctionalInterface
    public interface Source {
        /**
         * Writes a part to the name of a reading.
         *
         * @param word index of the part among the words of the format, or {@link #OTHER}
         * @param placeholder name of the part
         * @param keepsLevels whether its {@code /} stay as they are
         * @return false when the record has no such part
         */
        boolean append(int word, byte[] placeholder, boolean keepsLevels, Readings readings);
    }

    /**
     * @param words parts that every record has
     * @param member the word that {@code {member}} stands for
     * @param noun of another part, such as {@code tag}; null when there is none
     * @throws IllegalArgumentException when the template asks for what the format lacks
     */
    public RecordNaming(NameTemplate template, List<String> words, String member, String noun) {
        this.noun = noun;
        parts = template.parts().toArray(Part[]::new);
        texts = new byte[parts.length][];
        this.words = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String text = text(parts[i], member);
            texts[i] = text.getBytes(StandardCharsets.UTF_8);
            this.words[i] = words.indexOf(text);
            boolean isPart = parts[i] instanceof Captured || parts[i] instanceof ElementKey;
            if (isPart && this.words[i] == OTHER && noun == null) {
                throw new IllegalArgumentException("sensor has {" + text + "}, which the format lacks; it has {"
                        + String.join("}, {", words) + "}, {topic} and its levels, sensor=" + template);
            }
        }
    }

    private static String text(Part part, String member) {
        if (part instanceof Literal literal) {
            return literal.text();
        }
        if (part instanceof Member) {
            return member;
        }
        if (part instanceof ElementKey) {
            return "key";
        }
        if (part instanceof Captured captured) {
            MemberPath path = captured.path();
            boolean isName = path.steps().size() == 1 && path.steps().get(0) instanceof Name && !path.isAbsolute();
            return isName ? ((Name) path.steps().get(0)).name() : path.toString();
        }
        return "";
    }

    /** Gives a reading its name; false when it has none, see {@link #fault}. */
    public boolean name(Readings readings, int index, TopicLevels topic, Source record) {
        readings.beginName(index);
        boolean isEmpty = false;
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            int before = readings.nameEnd();
            if (part instanceof Literal) {
                // An empty part has no level of its own.
                int from = isEmpty && texts[i][0] == '/' ? 1 : 0;
                readings.appendName(texts[i], from, texts[i].length);
            } else if (part instanceof Level level) {
                byte[] bytes = topic.level(level.number());
                if (bytes == null) {
                    fault = "the topic has no level " + level.number() + " for the sensor's name";
                    return false;
                }
                readings.appendName(bytes, 0, bytes.length);
            } else if (part instanceof Topic) {
                readings.appendName(topic.topic(), 0, topic.topic().length);
            } else {
                boolean keepsLevels = part instanceof Captured captured && captured.keepsLevels();
                if (!record.append(words[i], texts[i], keepsLevels, readings)) {
                    fault = "no " + noun + " " + new String(texts[i], StandardCharsets.UTF_8)
                            + " for the sensor's name";
                    return false;
                }
            }
            isEmpty = readings.nameEnd() == before;
        }
        readings.endName(index);
        return true;
    }

    /** Why a reading has no name. */
    public String fault() {
        return fault;
    }
}

package io.tocsin.ingest.mapping;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.ValueRule;
import java.util.List;

/**
 * One value of a message, or all that a path with {@code *} leads to.
 *
 * @param paths where the value may be; a message has it at one of them
 * @param name that {@code {member}} is; null: the names that the {@code *} of the path meet, else the names of the
 *     path, joined by dots
 * @param rule how a scalar becomes a value
 * @param quality of every reading at these paths, whatever else the message says; or null. A BAD one has no value
 * @param bytes the number that the elements of an array are the bytes of, from the one at the path on; or null
 */
public record ValueConfig(List<MemberPath> paths, String name, ValueRule rule, Quality quality, BytesType bytes) {
    public ValueConfig {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("a value needs a path");
        }
        if (bytes != null && (paths.size() > 1 || !paths.get(0).endsWithIndex())) {
            throw new IllegalArgumentException("bytes needs one path to the first byte: path: data[0]");
        }
        if (bytes != null && rule.type() == ValueRule.Type.TEXT) {
            throw new IllegalArgumentException("bytes makes a number, and type: text keeps none");
        }
    }

    /** A value that is one scalar. */
    public ValueConfig(List<MemberPath> paths, String name, ValueRule rule, Quality quality) {
        this(paths, name, rule, quality, null);
    }

    /** The value at one path. */
    public static ValueConfig at(String path, ValueRule rule) {
        return new ValueConfig(List.of(MemberPath.parse(path)), null, rule, null);
    }

    /** Name of the value where no {@code *} decides it. */
    public String fixedMember() {
        return name == null ? paths.get(0).label() : name;
    }

    /** Whether names that a message holds decide {@code {member}}. */
    boolean hasKeys() {
        return name == null && paths.get(0).hasKeys();
    }

    /** Whether a message can have several of it in one element. */
    boolean isRepeated() {
        return paths.stream().anyMatch(MemberPath::isRepeated);
    }
}

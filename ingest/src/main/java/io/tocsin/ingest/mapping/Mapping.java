package io.tocsin.ingest.mapping;

import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.ValueRule;
import java.util.List;

/**
 * Which readings a document holds.
 *
 * @param each the part that repeats; {@link MemberPath#SELF}: the document is one element
 * @param values of an element, at least one
 * @param except members that no {@code *} takes
 * @param time of the readings; null: the receive time
 * @param quality of the readings; null: GOOD
 */
public record Mapping(
        MemberPath each, List<ValueConfig> values, List<MemberPath> except, TimeConfig time, QualityMapping quality) {
    public Mapping {
        values = List.copyOf(values);
        except = List.copyOf(except);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a mapping needs at least one value");
        }
    }

    /** A document that is one element with these values, all read by one rule. */
    public static Mapping of(List<String> values, ValueRule rule, TimeConfig time, QualityMapping quality) {
        return new Mapping(
                MemberPath.SELF,
                values.stream().map(path -> ValueConfig.at(path, rule)).toList(),
                List.of(),
                time,
                quality);
    }

    /** Whether a message can have more readings than there are values. */
    public boolean isRepeated() {
        return each.isRepeated() || values.stream().anyMatch(ValueConfig::isRepeated);
    }

    /** Whether elements have member names. */
    public boolean hasKeys() {
        return each.hasKeys();
    }

    /** Whether {@code {member}} of a value is the same in all messages. */
    public boolean hasFixedMember(ValueConfig value) {
        return !value.hasKeys() && (value.name() != null || values.size() > 1 || !each.hasKeys());
    }

    /** Whether a name without {@code {member}} would make several values of an element one sensor. */
    public boolean needsMember() {
        return values.size() > 1 || values.get(0).hasKeys();
    }
}

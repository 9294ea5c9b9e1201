package io.tocsin.ingest.mapping;

import io.tocsin.ingest.mapping.NameTemplate.Captured;
import io.tocsin.ingest.mapping.NameTemplate.ElementKey;
import io.tocsin.ingest.mapping.NameTemplate.Level;
import io.tocsin.ingest.mapping.NameTemplate.Literal;
import io.tocsin.ingest.mapping.NameTemplate.Member;
import io.tocsin.ingest.mapping.NameTemplate.Part;
import io.tocsin.ingest.mapping.NameTemplate.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names of a mapping's sensors. When nothing in the document decides about them, each value has one name on a topic;
 * otherwise the name is written for every reading. One thread; allocates nothing to write.
 */
final class SensorNaming {
    private static final byte[] DOT = {'.'};

    private final Part[] parts;
    private final byte[][] literals;
    private final int[] slots;
    private final byte[][] members;
    private final boolean[] hasKeys;
    private final boolean isFixed;
    private final boolean isMemberOfElement;
    private final int keyScope;
    private final ScalarText scalars = new ScalarText();
    private String fault;

    /**
     * @param slots of the captured parts, in the order of the parts; other parts have any
     * @param keyScope the innermost scope whose elements have member names, or {@link PathNode#NONE}
     */
    SensorNaming(NameTemplate template, Mapping mapping, int[] slots, int keyScope) {
        List<ValueConfig> values = mapping.values();
        boolean isMemberAdded = mapping.needsMember() && !template.hasMember();
        NameTemplate whole = isMemberAdded ? NameTemplate.parse(template + "/{member}") : template;
        this.parts = whole.parts().toArray(Part[]::new);
        this.literals = whole.parts().stream()
                .map(part -> part instanceof Literal literal ? literal.text() : "")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.slots = slots;
        this.keyScope = keyScope;
        this.members = values.stream()
                .map(value -> value.fixedMember().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.hasKeys = new boolean[values.size()];
        boolean anyKeys = false;
        for (int i = 0; i < hasKeys.length; i++) {
            hasKeys[i] = values.get(i).hasKeys();
            anyKeys |= hasKeys[i];
        }
        this.isMemberOfElement =
                values.size() == 1 && !hasKeys[0] && values.get(0).name() == null && keyScope != PathNode.NONE;
        this.isFixed = !whole.hasCaptured() && !whole.hasKey() && !anyKeys && !(whole.hasMember() && isMemberOfElement);
    }

    int fixedNameCount() {
        return isFixed ? members.length : 0;
    }

    /** Name of a value on a topic, UTF-8; null when the topic has too few levels. Allocates. */
    byte[] fixedName(TopicLevels topic, int value) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int i = 0; i < parts.length; i++) {
            byte[] bytes = fixedPart(i, topic, value);
            if (bytes == null) {
                return null;
            }
            name.writeBytes(bytes);
        }
        return name.toByteArray();
    }

    private byte[] fixedPart(int i, TopicLevels topic, int value) {
        Part part = parts[i];
        if (part instanceof Literal) {
            return literals[i];
        }
        if (part instanceof Level level) {
            return topic.level(level.number());
        }
        return part instanceof Topic ? topic.topic() : members[value];
    }

    /** Gives a reading its name; false when it has none, see {@link #fault}. */
    boolean name(Readings readings, int index, Findings findings, int valueIndex, int element, TopicLevels topic) {
        int value = readings.member(index);
        if (isFixed) {
            readings.setFixedName(index, value);
            return true;
        }
        readings.beginName(index);
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            if (part instanceof Captured captured) {
                if (!appendCaptured(readings, findings, element, slots[i], captured)) {
                    return false;
                }
            } else if (part instanceof Member) {
                appendMember(readings, findings, valueIndex, element, value);
            } else if (part instanceof ElementKey) {
                appendKey(readings, findings, element);
            } else {
                byte[] bytes = fixedPart(i, topic, value);
                if (bytes == null) {
                    fault = "the topic has no level " + ((Level) part).number() + " for the sensor's name";
                    return false;
                }
                readings.appendName(bytes, 0, bytes.length);
            }
        }
        readings.endName(index);
        return true;
    }

    /** Why a reading has no name. */
    String fault() {
        return fault;
    }

    private boolean appendCaptured(Readings readings, Findings findings, int element, int slot, Captured captured) {
        int token = findings.nearest(element, slot);
        if (token == Findings.ABSENT || !scalars.read(findings, token)) {
            fault = token == Findings.ABSENT || findings.kind(token) == TokenKind.NULL
                    ? "no member " + captured.path() + " for the sensor's name"
                    : "member " + captured.path() + " is no text or number for the sensor's name";
            return false;
        }
        if (captured.keepsLevels()) {
            readings.appendName(scalars.bytes(), scalars.from(), scalars.to());
        } else {
            readings.appendEscapedName(scalars.bytes(), scalars.from(), scalars.to());
        }
        return true;
    }

    private void appendMember(Readings readings, Findings findings, int valueIndex, int element, int value) {
        if (hasKeys[value] && valueIndex >= 0) {
            int first = findings.firstKey(valueIndex);
            int end = findings.firstKey(valueIndex + 1);
            for (int key = first; key < end; key++) {
                if (key > first) {
                    readings.appendName(DOT, 0, 1);
                }
                appendRange(readings, findings, findings.keyFrom(key), findings.keyTo(key));
            }
        } else if (isMemberOfElement) {
            appendKey(readings, findings, element);
        } else {
            readings.appendName(members[value], 0, members[value].length);
        }
    }

    private void appendKey(Readings readings, Findings findings, int element) {
        int keyed = findings.ofScope(element, keyScope);
        appendRange(readings, findings, findings.elementKeyFrom(keyed), findings.elementKeyTo(keyed));
    }

    private static void appendRange(Readings readings, Findings findings, int from, int to) {
        int first = from < 0 ? ~from : from;
        readings.appendEscapedName(findings.bytes(from), first, first + to - from);
    }
}

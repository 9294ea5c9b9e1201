package io.tocsin.gateway.config.read;

import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.ValueType;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.NamedItem;
import io.tocsin.gateway.config.yaml.Place;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads one map of the file by its {@link Section}: unknown, repeated, missing and mistyped keys are reported, and the
 * caller continues with null or the default, so that one run finds all errors.
 */
public final class SectionReader {
    private final Item item;
    private final Section section;
    private final Problems problems;
    private final Map<String, Item> values = new HashMap<>();
    /** Whether the map itself could not be read: its keys are not reported as missing. */
    private final boolean broken;

    public SectionReader(Item item, Section section, Problems problems) {
        this.item = item;
        this.section = section;
        this.problems = problems;
        this.broken = !item.isMapping();
        if (broken) {
            problems.error(item, "must be a map" + firstKey() + ", is " + item.shown());
        } else {
            readKeys((MappingNode) item.node());
        }
    }

    /** A section that was left out: every key has its default. */
    public static SectionReader empty(String path, Section section, Problems problems) {
        MappingNode nothing = new MappingNode(Tag.MAP, List.of(), FlowStyle.FLOW);
        return new SectionReader(new Item(nothing, path), section, problems);
    }

    /**
     * Gives keys that the map leaves out the values of another map, which must have no errors and no unknown keys.
     *
     * @param defaults such a map
     * @param part a key that means something only together with another
     * @param whole the other key: when the map has it, the part is not taken over
     */
    public void useDefaults(Item defaults, Key<?> part, Key<?> whole) {
        boolean hasWhole = has(whole);
        for (NodeTuple tuple : ((MappingNode) defaults.node()).getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (!hasWhole || !name.equals(part.name())) {
                values.putIfAbsent(name, new Item(tuple.getValueNode(), item.pathOf(name)));
            }
        }
    }

    public Item item() {
        return item;
    }

    /** Whether it is a map without any key, known or not. */
    public boolean isEmpty() {
        return !broken && ((MappingNode) item.node()).getValue().isEmpty();
    }

    public boolean has(Key<?> key) {
        return values.containsKey(key.name());
    }

    /** The item under a present key. */
    public Item item(Key<?> key) {
        return values.get(key.name());
    }

    /** The item under a key, or the map itself: the place for a message about the key. */
    public Item nearest(Key<?> key) {
        return values.getOrDefault(key.name(), item);
    }

    /** The value of a key, its default, or null. */
    public <T> T get(Key<T> key) {
        T value = has(key) ? parse(item(key), key.type()) : null;
        return value == null ? defaultOf(key) : value;
    }

    /** The values of a key that takes one or several; empty when it is absent or wrong. */
    public <T> List<T> getAll(Key<T> key) {
        if (!has(key)) {
            defaultOf(key);
            return List.of();
        }
        Item value = item(key);
        List<Item> elements = value.isList() ? value.elements() : List.of(value);
        if (elements.isEmpty()) {
            problems.error(
                    value,
                    key.isRequired()
                            ? "must not be an empty list"
                            : "must not be an empty list; leave the key out instead");
        }
        List<T> parsed = new ArrayList<>();
        for (Item element : elements) {
            T one = parse(element, key.type());
            if (one != null) {
                parsed.add(one);
            }
        }
        return parsed;
    }

    /** The elements of a key that holds a list; empty when it is absent or wrong. */
    public List<Item> elements(Key<Void> key) {
        if (!has(key)) {
            defaultOf(key);
            return List.of();
        }
        Item value = item(key);
        if (!value.isList()) {
            problems.error(value, "must be a list, is " + value.shown());
            return List.of();
        }
        if (key.isRequired() && value.elements().isEmpty()) {
            problems.error(value, "must not be empty");
        }
        return value.elements();
    }

    /** The entries of a key with a map of user-chosen names; empty when it is absent or wrong. */
    public List<NamedItem> entries(Key<Void> key) {
        if (!has(key)) {
            return List.of();
        }
        Item value = item(key);
        if (!value.isMapping()) {
            problems.error(value, "must be a map from names, is " + value.shown());
            return List.of();
        }
        return NamedItem.of(value, problems);
    }

    /** The section under a key, read; null when it is absent. */
    public SectionReader section(Key<?> key, Section below) {
        if (!has(key)) {
            defaultOf(key);
            return null;
        }
        return new SectionReader(item(key), below, problems);
    }

    private <T> T parse(Item value, ValueType<T> type) {
        if (value.isMapping() || value.isList()) {
            problems.error(value, "must be " + type.label() + ", is " + value.shown() + value.quoteHint());
            return null;
        }
        try {
            return type.parse(value.scalar());
        } catch (IllegalArgumentException e) {
            problems.error(value, e.getMessage());
            return null;
        }
    }

    private <T> T defaultOf(Key<T> key) {
        if (key.isRequired() && !has(key) && !broken) {
            problems.error(item.place(), item.pathOf(key.name()) + ": is missing");
        }
        return key.defaultValue();
    }

    private void readKeys(MappingNode map) {
        Map<String, Place> first = new HashMap<>();
        NodeTuple before = null;
        for (NodeTuple tuple : map.getValue()) {
            Item keyItem = new Item(tuple.getKeyNode(), item.path());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(keyItem.place(), item.pathOf("?") + ": a key must be text");
                continue;
            }
            String name = keyNode.getValue();
            Place earlier = first.putIfAbsent(name, keyItem.place());
            Key<?> key = keyOf(name);
            if (earlier != null) {
                problems.error(keyItem.place(), item.pathOf(name) + ": given twice, first in line " + earlier.line());
            } else if (key == null) {
                problems.error(keyItem.place(), item.pathOf(shown(name)) + ": " + whyUnknown(name, tuple, before));
            } else if (key.isLater()) {
                checkNeutral(key, new Item(tuple.getValueNode(), item.pathOf(name)), keyItem.place());
            } else {
                values.put(name, new Item(tuple.getValueNode(), item.pathOf(name)));
            }
            before = tuple;
        }
    }

    private <T> void checkNeutral(Key<T> key, Item value, Place keyPlace) {
        if (key.type() == null) {
            problems.error(keyPlace, value.path() + ": " + ValueType.NOT_YET);
            return;
        }
        T given = parse(value, key.type());
        if (given != null && !given.equals(key.type().parse(Scalar.plain(key.defaultText())))) {
            problems.error(value, value.scalar().text() + ": " + ValueType.NOT_YET + ", only " + key.defaultText());
        }
    }

    private String whyUnknown(String name, NodeTuple tuple, NodeTuple before) {
        String foreign = section.foreign().get(name);
        if (foreign != null) {
            return foreign;
        }
        String decimal = decimalComma(name, tuple, before);
        return "unknown key" + (decimal.isEmpty() ? Suggestions.didYouMean(name, section.keyNames()) : decimal);
    }

    /** {@code hi: 95,5} in braces is {@code hi: 95} and a key {@code 5} without a value. */
    private static String decimalComma(String name, NodeTuple tuple, NodeTuple before) {
        boolean isFraction = name.matches("\\d{1,30}") && new Item(tuple.getValueNode(), "").isNothing();
        if (!isFraction || before == null || !(before.getKeyNode() instanceof ScalarNode key)) {
            return "";
        }
        boolean isWhole = before.getValueNode() instanceof ScalarNode value
                && value.isPlain()
                && value.getValue().matches("[-+]?\\d{1,30}");
        return isWhole
                ? "; a comma ends a value in { }, use a point: " + shown(key.getValue()) + ": "
                        + ((ScalarNode) before.getValueNode()).getValue() + "." + name
                : "";
    }

    private Key<?> keyOf(String name) {
        return section.keys().stream()
                .filter(k -> k.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private String firstKey() {
        return section.keys().isEmpty()
                ? ""
                : " with keys such as " + section.keys().get(0).name();
    }

    /** A key in printable form, because a key of the file may have any content. */
    private static String shown(String name) {
        String quoted = Scalar.quoted(name);
        return quoted.equals('"' + name + '"') ? name : quoted;
    }
}

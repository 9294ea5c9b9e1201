package io.tocsin.gateway.config.yaml;

import io.tocsin.gateway.config.schema.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A node of the file and its path of keys, in the form of messages: {@code sources[0].mqtt.url}.
 *
 * @param node the node
 * @param path empty for the whole file
 */
public record Item(Node node, String path) {
    public Place place() {
        return node.getStartMark().map(Place::of).orElse(Place.START);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether the key has no value. */
    public boolean isNothing() {
        return isScalar() && scalar().isNothing();
    }

    /** The scalar; only when it is neither map nor list. */
    public Scalar scalar() {
        ScalarNode scalar = (ScalarNode) node;
        return new Scalar(scalar.getValue(), scalar.isPlain());
    }

    /** The elements of a list. */
    public List<Item> elements() {
        List<Item> elements = new ArrayList<>();
        for (Node element : ((SequenceNode) node).getValue()) {
            elements.add(new Item(element, path + "[" + elements.size() + "]"));
        }
        return elements;
    }

    /** First value of a key of a map, or null. */
    public Item child(String key) {
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return new Item(tuple.getValueNode(), pathOf(key));
            }
        }
        return null;
    }

    /** The path of a key below. */
    public String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The end of a message about a map in place of a text: YAML reads {@code {sensor}} without quotes as a map. */
    public String quoteHint() {
        if (!(node instanceof MappingNode map) || map.getValue().size() != 1) {
            return "";
        }
        NodeTuple only = map.getValue().get(0);
        boolean isPlaceholder =
                only.getKeyNode() instanceof ScalarNode && new Item(only.getValueNode(), path).isNothing();
        return isPlaceholder
                ? "; a text that begins with { needs quotes: \"{" + ((ScalarNode) only.getKeyNode()).getValue() + "}\""
                : "";
    }

    /** The kind of the node, for messages. */
    public String shown() {
        if (isMapping()) {
            return "a map";
        }
        return isList() ? "a list" : scalar().shown();
    }
}

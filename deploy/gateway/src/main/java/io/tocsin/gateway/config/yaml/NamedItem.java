package io.tocsin.gateway.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An entry of a map whose keys are user-chosen names.
 *
 * @param name the key
 * @param key the key's node
 * @param value the key's value
 */
public record NamedItem(String name, Item key, Item value) {
    /** The entries of a map; repeated names and keys that are no text are reported and left out. */
    public static List<NamedItem> of(Item map, Problems problems) {
        List<NamedItem> entries = new ArrayList<>();
        Map<String, Place> first = new HashMap<>();
        for (NodeTuple tuple : ((MappingNode) map.node()).getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(new Item(tuple.getKeyNode(), map.path()), "a key must be text");
                continue;
            }
            String name = keyNode.getValue();
            Item key = new Item(keyNode, map.pathOf(name));
            Place earlier = first.putIfAbsent(name, key.place());
            if (earlier != null) {
                problems.error(key, "given twice, first in line " + earlier.line());
            } else {
                entries.add(new NamedItem(name, key, new Item(tuple.getValueNode(), key.path())));
            }
        }
        return entries;
    }
}

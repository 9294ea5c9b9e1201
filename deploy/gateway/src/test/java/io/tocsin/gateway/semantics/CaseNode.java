package io.tocsin.gateway.semantics;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A node of the cases' file: JSON, which is YAML too. */
record CaseNode(Object value) implements Iterable<CaseNode> {
    static CaseNode read(InputStream in) {
        return new CaseNode(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    }

    /** The member of that name; null when there is none. */
    CaseNode get(String name) {
        Object member = ((Map<?, ?>) value).get(name);
        return member == null ? null : new CaseNode(member);
    }

    CaseNode get(int index) {
        return new CaseNode(((List<?>) value).get(index));
    }

    boolean has(String name) {
        return get(name) != null;
    }

    int size() {
        return ((List<?>) value).size();
    }

    String asText() {
        return value.toString();
    }

    long asLong() {
        return ((Number) value).longValue();
    }

    double asDouble() {
        return ((Number) value).doubleValue();
    }

    boolean isNumber() {
        return value instanceof Number;
    }

    @Override
    public Iterator<CaseNode> iterator() {
        List<CaseNode> nodes = new ArrayList<>();
        ((List<?>) value).forEach(element -> nodes.add(new CaseNode(element)));
        return nodes.iterator();
    }
}

package io.tocsin.gateway.init;

import java.util.List;

/**
 * A way to read the messages of some topics.
 *
 * @param keys lines of YAML: the keys of a topic beside its filter
 * @param title for people: {@code preset kepware}, {@code JSON with temperature, humidity}
 * @param remarks lines that say what is left to decide
 */
record Shape(List<String> keys, String title, List<String> remarks) {
    Shape {
        keys = List.copyOf(keys);
        remarks = List.copyOf(remarks);
    }
}

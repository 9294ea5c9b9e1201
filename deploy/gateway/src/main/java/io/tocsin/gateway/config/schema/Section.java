package io.tocsin.gateway.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A map of the configuration: its keys, in the order of the reference.
 *
 * @param title heading in the reference
 * @param path place in the file: {@code sources[].mqtt}
 * @param intro description, in Markdown
 * @param keys its keys
 * @param foreign keys of sibling sections, and the hint for each when it is given here
 */
public record Section(String title, String path, String intro, List<Key<?>> keys, Map<String, String> foreign) {
    public static Section of(String title, String path, String intro, Key<?>... keys) {
        return new Section(title, path, intro, List.of(keys), Map.of());
    }

    /** All keys of this section and of another one, as one map in the file. */
    public Section with(Section more, Map<String, String> foreignKeys) {
        List<Key<?>> all = new ArrayList<>(keys);
        all.addAll(more.keys);
        return new Section(more.title, more.path, more.intro, all, foreignKeys);
    }

    public List<String> keyNames() {
        return keys.stream().<String>map(Key::name).toList();
    }

    /** Markdown link to this section's heading. */
    public String link() {
        return "[" + title + "](#" + anchor() + ")";
    }

    /** Anchor of this section's heading. */
    public String anchor() {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
}

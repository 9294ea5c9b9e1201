package io.tocsin.gateway.config.read;

import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;

/** Finds which of several alternative sections a map holds. */
public final class OneOf {
    private OneOf() {}

    /**
     * @return the only present key; null when none or several are present, which is reported
     */
    public static Key<Void> of(SectionReader keys, List<Key<Void>> alternatives, Problems problems) {
        List<Key<Void>> present = alternatives.stream().filter(keys::has).toList();
        List<String> names = alternatives.stream().map(Key::name).toList();
        if (present.size() == 1) {
            return present.get(0);
        }
        if (present.size() > 1) {
            problems.error(
                    keys.item(),
                    "has more than one of " + Suggestions.list(names) + "; each needs an entry of its" + " own");
        } else if (keys.isEmpty()) {
            problems.error(keys.item(), "needs one of " + Suggestions.list(names));
        }
        return null;
    }
}

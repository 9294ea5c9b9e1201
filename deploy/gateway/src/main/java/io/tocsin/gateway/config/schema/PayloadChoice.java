package io.tocsin.gateway.config.schema;

import io.tocsin.gateway.config.preset.Preset;
import io.tocsin.gateway.config.preset.Presets;
import io.tocsin.ingest.payload.PayloadFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Value of the key {@code payload}: a format, or a preset that has one.
 *
 * @param format null for a preset
 * @param preset null for a format
 */
public record PayloadChoice(PayloadFormat format, Preset preset) {
    static final ValueType<PayloadChoice> TYPE = type();

    private static ValueType<PayloadChoice> type() {
        Map<String, PayloadChoice> words = new LinkedHashMap<>();
        for (PayloadFormat format : PayloadFormat.values()) {
            words.put(format.label(), new PayloadChoice(format, null));
        }
        List<String> formats = new ArrayList<>(words.keySet());
        words.put("lines", new PayloadChoice(PayloadFormat.INFLUX, null));
        for (Preset preset : Presets.all()) {
            words.put(preset.name(), new PayloadChoice(null, preset));
        }
        formats.add("a preset");
        ValueType<PayloadChoice> choice = ValueTypes.choice(words, Set.of("csv"), Suggestions.list(formats));
        return new ValueType<>(choice.label(), scalar -> {
            if (scalar.text().startsWith("sparkplug")) {
                throw new IllegalArgumentException(
                        scalar.text() + ": is no payload of a topic; give the source the key sparkplug instead");
            }
            return choice.parse(scalar);
        });
    }
}

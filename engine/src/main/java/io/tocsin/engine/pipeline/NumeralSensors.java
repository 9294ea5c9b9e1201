package io.tocsin.engine.pipeline;

import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.Numeral;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * The sensors whose texts stay texts even when they read as numbers, because some rule that selects them compares with
 * such a text: {@code in: ["1"]}. Used by one source's reading thread.
 */
final class NumeralSensors {
    private final List<OperatorNode> namers;
    private final SensorRegistry registry;
    /** By sensor id: whether the answer is known. */
    private final BitSet asked = new BitSet();

    private final BitSet selected = new BitSet();

    NumeralSensors(Plan plan, SensorRegistry registry) {
        this.namers = plan.operators().stream()
                .filter(node -> node.namedTexts().stream().anyMatch(Numeral::isNumeral))
                .toList();
        this.registry = registry;
    }

    /** As {@link Intake#keepsNumerals(byte[], int, int)}. */
    boolean contains(byte[] name, int offset, int length) {
        if (namers.isEmpty()) {
            return false;
        }
        int sensorId = registry.idOf(name, offset, length);
        return sensorId >= 0
                ? contains(sensorId)
                : isSelected(new String(name, offset, length, StandardCharsets.UTF_8));
    }

    /** As {@link Intake#keepsNumerals(int)}. */
    boolean contains(int sensorId) {
        if (namers.isEmpty()) {
            return false;
        }
        if (!asked.get(sensorId)) {
            asked.set(sensorId);
            selected.set(sensorId, isSelected(registry.name(sensorId)));
        }
        return selected.get(sensorId);
    }

    private boolean isSelected(String sensorName) {
        return namers.stream().anyMatch(node -> node.selector().matches(sensorName));
    }
}

package io.tocsin.engine.pipeline;

import io.tocsin.engine.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Of which sensors somebody in the plan reads texts. One source's reading thread. */
final class TextReaders {
    private final Plan plan;
    private final SensorRegistry registry;
    /** By id of a sensor: whether it was asked for before. */
    private final BitSet known = new BitSet();

    private final BitSet read = new BitSet();

    TextReaders(Plan plan, SensorRegistry registry) {
        this.plan = plan;
        this.registry = registry;
    }

    /** See {@link Intake#readsTexts(byte[], int, int)}. */
    boolean readTextsOf(byte[] name, int offset, int length) {
        int sensorId = registry.idOf(name, offset, length);
        return sensorId >= 0
                ? readTextsOf(sensorId)
                : plan.readsTextsOf(new String(name, offset, length, StandardCharsets.UTF_8));
    }

    /** See {@link Intake#readsTexts(int)}. */
    boolean readTextsOf(int sensorId) {
        if (!known.get(sensorId)) {
            known.set(sensorId);
            read.set(sensorId, plan.readsTextsOf(registry.name(sensorId)));
        }
        return read.get(sensorId);
    }
}

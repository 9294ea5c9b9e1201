package io.tocsin.engine.process;

import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.select.SensorSelector;
import java.util.Arrays;

/**
 * Which input of a process node selects a sensor, by the sensor's id. Looked up once per sensor, because the lookup
 * compares names. Computed from the plan, so not part of the state. Engine thread; allocates for new sensors.
 */
final class InputIndexes {
    private static final int FEWEST = 64;

    private final SensorSelector selector;
    private final SensorNaming names;
    /** By sensor id, for sensors of sources and derived sensors: 1 + the input's index; 0 while unknown. */
    private byte[] sensors = new byte[FEWEST];

    private byte[] derived = new byte[FEWEST];

    InputIndexes(SensorSelector selector, SensorNaming names) {
        this.selector = selector;
        this.names = names;
    }

    int indexOf(int sensorId) {
        int place = SensorIds.indexOf(sensorId);
        byte[] known = SensorIds.isDerived(sensorId) ? derived : sensors;
        return place < known.length && known[place] != 0 ? known[place] - 1 : lookUp(sensorId, place);
    }

    private int lookUp(int sensorId, int place) {
        int index = Math.max(0, selector.indexOf(names.sensorName(sensorId)));
        if (SensorIds.isDerived(sensorId)) {
            derived = grown(derived, place);
            derived[place] = (byte) (index + 1);
        } else {
            sensors = grown(sensors, place);
            sensors[place] = (byte) (index + 1);
        }
        return index;
    }

    private static byte[] grown(byte[] known, int place) {
        return place < known.length ? known : Arrays.copyOf(known, Math.max(place + 1, known.length * 2));
    }
}

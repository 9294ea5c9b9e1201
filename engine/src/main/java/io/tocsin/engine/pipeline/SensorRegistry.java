package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.SensorAdmission;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.SensorNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.agrona.concurrent.UnsafeBuffer;

/** The ids of sensors. */
final class SensorRegistry {
    private static final int NO_MEMORY_OF_ITS_OWN = 0;
    private static final int MAX_BODY_LENGTH = SensorNames.MAX_LENGTH + 64;

    private final NameDictionary dictionary;
    private final Definitions definitions;

    /**
     * @param dictionary with the sensors that the journal has
     * @param admission of further ones; is told of those here
     */
    SensorRegistry(NameDictionary dictionary, InputRing ring, SensorAdmission admission) {
        this.dictionary = dictionary;
        this.definitions = new Definitions(dictionary, ring, ControlKind.SENSOR, admission);
        for (int sensorId = 0; sensorId < dictionary.size(); sensorId++) {
            admission.onDefined(dictionary.name(sensorId));
        }
    }

    int idOf(byte[] name, int offset, int length) {
        return dictionary.idOf(name, offset, length);
    }

    String name(int sensorId) {
        return dictionary.name(sensorId);
    }

    List<String> names(IntPredicate isWanted) {
        List<String> names = new ArrayList<>();
        for (int sensorId = 0; sensorId < dictionary.size(); sensorId++) {
            if (isWanted.test(sensorId)) {
                names.add(dictionary.name(sensorId));
            }
        }
        return names;
    }

    int define(byte[] name, int offset, int length, int sourceIndex, long receiveTimeNs) {
        int known = dictionary.idOf(name, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        if (!SensorNames.isValid(name, offset, length)) {
            return Intake.BAD_NAME;
        }
        String text = new String(name, offset, length, StandardCharsets.UTF_8);
        return definitions.define(
                name,
                offset,
                length,
                receiveTimeNs,
                id -> body(new SensorDefinition(id, sourceIndex, NO_MEMORY_OF_ITS_OWN, text)),
                dictionary.capacity(),
                Intake.SENSOR_LIMIT);
    }

    private static byte[] body(SensorDefinition definition) {
        byte[] body = new byte[MAX_BODY_LENGTH];
        return Arrays.copyOf(body, definition.encode(new UnsafeBuffer(body), 0));
    }
}

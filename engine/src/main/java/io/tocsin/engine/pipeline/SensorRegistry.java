package io.tocsin.engine.pipeline;

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

/**
 * Gives new sensors their ids. The definition goes into the ring before the name goes into the dictionary, so whoever
 * finds the name there publishes readings behind its definition. Defining is rare and guarded by a lock; looking up takes
 * none.
 */
final class SensorRegistry {
    private static final int MAX_BODY_LENGTH = SensorNames.MAX_LENGTH + 64;

    private final NameDictionary dictionary;
    private final InputRing ring;

    SensorRegistry(NameDictionary dictionary, InputRing ring) {
        this.dictionary = dictionary;
        this.ring = ring;
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

    synchronized int define(byte[] name, int offset, int length, int sourceIndex, int dedupeCount, long receiveTimeNs) {
        int known = dictionary.idOf(name, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        if (!SensorNames.isValid(name, offset, length)) {
            return Intake.BAD_NAME;
        }
        int sensorId = dictionary.size();
        if (sensorId == dictionary.capacity()) {
            return Intake.SENSOR_LIMIT;
        }
        String text = new String(name, offset, length, StandardCharsets.UTF_8);
        byte[] body = new byte[MAX_BODY_LENGTH];
        int bodyLength =
                new SensorDefinition(sensorId, sourceIndex, dedupeCount, text).encode(new UnsafeBuffer(body), 0);
        if (!ring.publishControl(ControlKind.SENSOR, Arrays.copyOf(body, bodyLength), receiveTimeNs, false)) {
            return Intake.NO_ROOM_FOR_DEFINITION;
        }
        return dictionary.add(name, offset, length);
    }
}

package io.tocsin.gateway.notice;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.result.ResultHandler;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Sensors of sources, and the derived sensors of a plan's streams. */
final class Sensors {
    private final NameDictionary names = new NameDictionary(1_000);
    private final JournalFold shard = new JournalFold(ResultHandler.NOTHING);
    private long position;

    /** Of a plan in force. */
    Sensors(Plan plan) {
        byte[] body = PlanCodec.encode(plan);
        shard.onControl(position++, ControlKind.PLAN.code(), new UnsafeBuffer(body), 0, body.length);
    }

    private Sensors() {}

    /** Sensors without any plan. */
    static KnownSensors named(String... sensorNames) {
        Sensors sensors = new Sensors();
        for (String name : sensorNames) {
            sensors.addName(name);
        }
        return sensors.known();
    }

    KnownSensors known() {
        return new KnownSensors(names, shard);
    }

    /** Defines one more sensor. */
    Sensors add(String name) {
        UnsafeBuffer body = new UnsafeBuffer(new byte[2_048]);
        int length = new SensorDefinition(addName(name), 0, 0, name).encode(body, 0);
        shard.onControl(position++, ControlKind.SENSOR.code(), body, 0, length);
        return this;
    }

    private int addName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return names.add(bytes, 0, bytes.length);
    }
}

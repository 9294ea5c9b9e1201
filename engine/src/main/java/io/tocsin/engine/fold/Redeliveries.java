package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DEDUPE_COUNT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DEDUPE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.memory.DedupeStore;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.memory.SourceMemories;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.UnsafeApi;

/**
 * Recognises readings that were delivered before, by the memory of their source or, where a sensor has one, by the
 * memory of the sensor.
 */
final class Redeliveries {
    private final Scopes sensors;
    private final SourceMemories memories = new SourceMemories();
    /** Memories of the sensors that have one of their own. */
    private DedupeStore dedupe = new DedupeStore();

    Redeliveries(Scopes sensors) {
        this.sensors = sensors;
    }

    /** Adopts a new plan. A source that now has a memory takes over the readings its sensors remember. */
    void usePlan(Plan plan, SourceBook sources) {
        memories.apply(plan, sources);
        if (dedupe.isUsed() && !memories.takeOver(dedupe, sensors)) {
            dedupe = new DedupeStore();
        }
    }

    /** Gives a new sensor its memory, if its source asks for one per sensor. */
    void open(SensorDefinition definition) {
        if (definition.dedupeCount() > 0 && memories.isBySensor(definition.sourceIndex())) {
            sensors.putInt(definition.sensorId(), DEDUPE_COUNT_OFFSET, definition.dedupeCount());
            sensors.putInt(definition.sensorId(), DEDUPE_OFFSET, dedupe.open(definition.dedupeCount()));
        }
    }

    /**
     * Remembers a reading.
     *
     * @param sensor address of the sensor's state record
     * @param isNewest whether the reading is newer than all before it, and so cannot be a duplicate
     * @return false when the reading is already remembered
     */
    boolean remember(
            int sensorId, long sensor, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        int sourceIndex = UnsafeApi.getInt(sensor + SOURCE_OFFSET);
        return memories.isBySensor(sourceIndex)
                ? rememberOfSensor(sensor, isNewest, eventTimeNs, value)
                : rememberOfSource(sourceIndex, sensorId, isNewest, eventTimeNs, value, quality, flags);
    }

    private boolean rememberOfSource(
            int sourceIndex, int sensorId, boolean isNewest, long eventTimeNs, double value, int quality, int flags) {
        if ((flags & ReadingFlags.REDELIVERABLE) != 0 && memories.remembers(sourceIndex)) {
            if (!isNewest && memories.contains(sourceIndex, sensorId, eventTimeNs, value, quality)) {
                return false;
            }
            memories.add(sourceIndex, sensorId, eventTimeNs, value, quality);
        }
        return true;
    }

    private boolean rememberOfSensor(long sensor, boolean isNewest, long eventTimeNs, double value) {
        int dedupeCount = UnsafeApi.getInt(sensor + DEDUPE_COUNT_OFFSET);
        if (dedupeCount > 0) {
            int place = UnsafeApi.getInt(sensor + DEDUPE_OFFSET);
            if (!isNewest && dedupe.contains(place, eventTimeNs, value)) {
                return false;
            }
            dedupe.add(place, dedupeCount, eventTimeNs, value);
        }
        return true;
    }

    /** Forgets the readings of a sensor. */
    void forget(int sensorId) {
        memories.forget(sensors.getInt(sensorId, SOURCE_OFFSET), sensorId);
        if (sensors.getInt(sensorId, DEDUPE_COUNT_OFFSET) > 0) {
            dedupe.forget(sensors.getInt(sensorId, DEDUPE_OFFSET));
        }
    }

    long stateBytes() {
        return dedupe.stateBytes() + memories.stateBytes();
    }

    void digestSensors(MessageDigest digest) {
        dedupe.digest(digest);
    }

    void digestSources(MessageDigest digest) {
        memories.digest(digest);
    }

    void writeSensors(StateOutput out) {
        dedupe.writeTo(out);
    }

    void readSensors(StateInput in) {
        dedupe.readFrom(in);
    }

    /** Writes the section of the sources' memories, if there is any. */
    void writeSources(StateOutput out) {
        if (!memories.isEmpty()) {
            out.section("memories");
            memories.writeTo(out);
        }
    }

    void readSources(StateInput in) {
        memories.readFrom(in);
    }
}

package io.tocsin.gateway.notice;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.reading.NameDictionary;

/**
 * The names of all sensors: those of the sources, and those that streams have made and somebody selects. Any thread.
 */
public final class KnownSensors {
    private final NameDictionary sensors;
    private final JournalFold shard;

    /**
     * @param sensors those of the sources
     * @param shard makes the others
     */
    public KnownSensors(NameDictionary sensors, JournalFold shard) {
        this.sensors = sensors;
        this.shard = shard;
    }

    /** How many the sources have had. */
    int sourceCount() {
        return sensors.size();
    }

    /** The name of a source's sensor, also of one that was evicted. */
    String sourceName(int sensorId) {
        String name = sensors.name(sensorId);
        return name == null ? shard.names().sensorName(sensorId) : name;
    }

    /** How many the streams have made. */
    int derivedCount() {
        return shard.view().knownDerivedCount();
    }

    /** The name of one that a stream has made, or null when nobody can select it. */
    String derivedName(int index) {
        return shard.view().derivedName(index);
    }
}

package io.tocsin.gateway.notice;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.reading.NameDictionary;

/**
 * Names of all sensors: those of the sources, and the selected derived sensors of streams. Any thread.
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

    /** Number of the sources' sensors so far. */
    public int sourceCount() {
        return sensors.size();
    }

    /** The name of a source's sensor, also of one that was evicted. */
    public String sourceName(int sensorId) {
        String name = sensors.name(sensorId);
        return name == null ? shard.names().sensorName(sensorId) : name;
    }

    /** Number of derived sensors. */
    public int derivedCount() {
        return shard.view().knownDerivedCount();
    }

    /** The name of a derived sensor, or null when no rule can select it. */
    public String derivedName(int index) {
        return shard.view().derivedName(index);
    }
}

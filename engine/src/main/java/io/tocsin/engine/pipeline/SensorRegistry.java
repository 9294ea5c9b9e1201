package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.admission.IdleSensors;
import io.tocsin.engine.admission.SensorAdmission;
import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.admission.SensorFilters;
import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.SensorNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ids of sensors. Assigns ids to new names while there is room, and makes room by evicting sensors that no rule
 * watches and that have been silent for long.
 *
 * <p>An eviction's record enters the ring before the name leaves the dictionary. A reading that found the id in between
 * follows the record, and is counted as a reading of an evicted sensor.
 *
 * <p>Threads: lookups take no lock; defining is rare and takes one.
 */
final class SensorRegistry {
    private static final int NO_MEMORY_OF_ITS_OWN = 0;

    private final NameDictionary dictionary;
    private final SensorFilters filters;
    private final IdleSensors idle;
    private final InputRing ring;
    private final Definitions definitions;
    private final SensorAdmission admission;
    /** A number that rises with every record of evictions. */
    private final AtomicInteger evictionCount = new AtomicInteger();

    /**
     * @param dictionaries with the sensors of the journal
     * @param admission of further sensors; counts those of the journal too
     * @param idle tracks evictable sensors
     */
    SensorRegistry(Dictionaries dictionaries, InputRing ring, SensorAdmission admission, IdleSensors idle) {
        this.dictionary = dictionaries.sensors();
        this.filters = dictionaries.filters();
        this.idle = idle;
        this.ring = ring;
        this.definitions = new Definitions(dictionary, ring, ControlKind.SENSOR);
        this.admission = admission;
    }

    /**
     * Adds the sensors of the journal to admission and tracking.
     *
     * @param heardNs receive time of a sensor's last reading, elapsed epoch ns
     */
    void takeUp(IntToLongFunction heardNs) {
        for (int sensorId = 0; sensorId < dictionary.size(); sensorId++) {
            if (dictionary.contains(sensorId)) {
                String name = dictionary.name(sensorId);
                admission.onDefined(name);
                track(sensorId, name, heardNs.applyAsLong(sensorId));
            }
        }
    }

    int idOf(byte[] name, int offset, int length) {
        return dictionary.idOf(name, offset, length);
    }

    /** The name of a sensor, or a description for an evicted one. */
    String name(int sensorId) {
        String name = dictionary.name(sensorId);
        return name == null ? "an evicted sensor" : name;
    }

    List<String> names(IntPredicate isWanted) {
        List<String> names = new ArrayList<>();
        for (int sensorId = 0; sensorId < dictionary.size(); sensorId++) {
            if (dictionary.contains(sensorId) && isWanted.test(sensorId)) {
                names.add(dictionary.name(sensorId));
            }
        }
        return names;
    }

    /** As {@link Intake#evictionCount()}. */
    int evictionCount() {
        return evictionCount.get();
    }

    boolean isEvicted(int sensorId) {
        return !dictionary.contains(sensorId);
    }

    boolean mayBeEvicted(int sensorId) {
        return idle.tracks(sensorId);
    }

    void heard(int sensorId, long receiveTimeNs) {
        idle.heard(sensorId, receiveTimeNs);
    }

    /**
     * @param quota of the topic filter that received the sensor; null for a sensor that is never evicted
     * @return the sensor's id, or a refusal of {@link Intake}
     */
    int define(byte[] name, int offset, int length, int sourceIndex, SensorQuota quota, long receiveTimeNs) {
        int known = dictionary.idOf(name, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        if (!SensorNames.isValid(name, offset, length)) {
            return Intake.BAD_NAME;
        }
        return defineNew(name, offset, length, sourceIndex, quota, receiveTimeNs);
    }

    private synchronized int defineNew(
            byte[] name, int offset, int length, int sourceIndex, SensorQuota quota, long receiveTimeNs) {
        int known = dictionary.idOf(name, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        String text = new String(name, offset, length, StandardCharsets.UTF_8);
        Verdict verdict = verdict(text, sourceIndex, quota);
        while (verdict != Verdict.ADMITTED && evict(receiveTimeNs)) {
            verdict = verdict(text, sourceIndex, quota);
        }
        if (verdict != Verdict.ADMITTED) {
            admission.onRefused(text, verdict, quota);
            return refusal(verdict);
        }
        SensorDefinition definition = new SensorDefinition(
                dictionary.size(), sourceIndex, NO_MEMORY_OF_ITS_OWN, text, quota == null ? "" : quota.filter());
        int sensorId = definitions.define(
                name,
                offset,
                length,
                receiveTimeNs,
                id -> body(definition),
                dictionary.capacity(),
                Intake.SENSOR_LIMIT);
        if (sensorId >= 0) {
            admission.onDefined(text);
            filters.onDefined(definition);
            track(sensorId, text, receiveTimeNs);
        }
        return sensorId;
    }

    private Verdict verdict(String name, int sourceIndex, SensorQuota quota) {
        if (quota != null && filters.count(sourceIndex, quota.filter()) >= quota.maxSensors()) {
            return Verdict.FILTER_FULL;
        }
        return admission.judge(name);
    }

    private static int refusal(Verdict verdict) {
        return switch (verdict) {
            case TOO_MANY -> Intake.SENSOR_LIMIT;
            case NO_MEMORY -> Intake.STATE_LIMIT;
            case FILTER_FULL -> Intake.FILTER_LIMIT;
            case ADMITTED -> throw new IllegalArgumentException("admitted is no refusal");
        };
    }

    private void track(int sensorId, String name, long heardNs) {
        if (idle.isOn() && filters.hasFilter(sensorId) && !admission.isWatched(name)) {
            idle.track(sensorId, heardNs);
        }
    }

    /** Evicts some sensors; false when none can be evicted, or the ring has no room for the record. */
    private boolean evict(long nowNs) {
        List<Integer> sensorIds = findIdle(nowNs);
        if (sensorIds.isEmpty()
                || !ring.publishControl(ControlKind.EVICT, body(new Eviction(sensorIds)), nowNs, false)) {
            return false;
        }
        List<String> names = new ArrayList<>(sensorIds.size());
        for (int sensorId : sensorIds) {
            names.add(dictionary.name(sensorId));
            dictionary.remove(sensorId);
            filters.onEvicted(sensorId);
            idle.forget(sensorId);
        }
        evictionCount.incrementAndGet();
        admission.onEvicted(names, idle.evictAfterNs());
        return true;
    }

    private List<Integer> findIdle(long nowNs) {
        List<Integer> found = idle.find(nowNs, Eviction.MAX_SENSORS);
        while (found.stream().anyMatch(this::isEvicted)) {
            // A reading on its way made an evicted sensor look tracked.
            found.stream().filter(this::isEvicted).forEach(idle::forget);
            found = idle.find(nowNs, Eviction.MAX_SENSORS);
        }
        return found;
    }

    private static byte[] body(SensorDefinition definition) {
        byte[] body = new byte[definition.encodedLength()];
        definition.encode(new UnsafeBuffer(body), 0);
        return body;
    }

    private static byte[] body(Eviction eviction) {
        byte[] body = new byte[eviction.encodedLength()];
        eviction.encode(new UnsafeBuffer(body), 0);
        return body;
    }
}

package io.tocsin.gateway.system;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;

/** Event times by sensor name of the records it was given, from the first one on. */
public final class JournalledReadings implements RecordHandler {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Set<Long>> eventTimes = new HashMap<>();

    /** How many of these readings are not there. */
    public int missing(Map<String, Set<Long>> readings) {
        int count = 0;
        for (Map.Entry<String, Set<Long>> sensor : readings.entrySet()) {
            Set<Long> missing = new HashSet<>(sensor.getValue());
            missing.removeAll(eventTimes.getOrDefault(sensor.getKey(), Set.of()));
            count += missing.size();
        }
        return count;
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        eventTimes.computeIfAbsent(names.get(sensorId), s -> new HashSet<>()).add(eventTimeNs);
    }

    @Override
    public void onTick(long position, long clockNs) {
        // not a reading
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        if (kind == ControlKind.SENSOR.code()) {
            names.add(SensorDefinition.decode(buffer, offset, length).name());
        }
    }
}

package io.tocsin.engine.memory;

import static io.tocsin.engine.scope.SensorLayout.DEDUPE_COUNT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DEDUPE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.plan.Edition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The memories of the sources whose readings may be redelivered, by index of the source, with the sizes of the plan.
 * Sensors of sources that are {@linkplain #isBySensor by sensor} have memories of their own instead, in the
 * {@link DedupeStore}. Engine thread; only a change of plan allocates.
 */
public final class SourceMemories {
    private static final int END = -1;

    private RecentReadings[] bySource = new RecentReadings[0];
    private boolean[] isBySensor = new boolean[0];

    /** Adopts the sources and memory sizes of a plan. A memory that stays keeps its newest readings. */
    public void apply(Plan plan, SourceBook sources) {
        RecentReadings[] old = bySource;
        bySource = new RecentReadings[sources.count()];
        for (SourceNode source : plan.sources()) {
            int index = sources.indexOf(source.name());
            if (source.rememberedCount() > 0) {
                bySource[index] = resized(index < old.length ? old[index] : null, source.rememberedCount());
            }
        }
        noteKinds(plan, sources);
    }

    private void noteKinds(Plan plan, SourceBook sources) {
        isBySensor = new boolean[sources.count()];
        Arrays.fill(isBySensor, plan.edition() == Edition.FIRST);
        for (SourceNode source : plan.sources()) {
            isBySensor[sources.indexOf(source.name())] = source.rememberedCount() == SourceNode.BY_SENSOR;
        }
    }

    private static RecentReadings resized(RecentReadings old, int capacity) {
        if (old != null && old.capacity() == capacity) {
            return old;
        }
        RecentReadings readings = new RecentReadings(capacity);
        if (old != null) {
            readings.copyFrom(old);
        }
        return readings;
    }

    /** Whether the sensors of a source have memories of their own. */
    public boolean isBySensor(int sourceIndex) {
        return sourceIndex < isBySensor.length && isBySensor[sourceIndex];
    }

    /** Whether a source's readings are remembered. */
    public boolean remembers(int sourceIndex) {
        return sourceIndex < bySource.length && bySource[sourceIndex] != null;
    }

    /** Whether a reading of a source that {@linkplain #remembers remembers} is remembered. */
    public boolean contains(int sourceIndex, int sensorId, long eventTimeNs, double value, int quality) {
        return bySource[sourceIndex].contains(sensorId, eventTimeNs, Double.doubleToRawLongBits(value), quality);
    }

    /** Remembers a reading of a source that {@linkplain #remembers remembers}. */
    public void add(int sourceIndex, int sensorId, long eventTimeNs, double value, int quality) {
        bySource[sourceIndex].add(sensorId, eventTimeNs, Double.doubleToRawLongBits(value), quality);
    }

    /** Forgets the readings of a sensor. */
    public void forget(int sourceIndex, int sensorId) {
        if (remembers(sourceIndex)) {
            bySource[sourceIndex].forget(sensorId);
        }
    }

    /**
     * Moves the memories of single sensors, as older versions kept them, into the memories of their sources. A source
     * keeps the readings that are newest by event time, because their order of arrival is unknown.
     *
     * @return whether some sensors still have memories of their own
     */
    public boolean takeOver(DedupeStore store, Scopes sensors) {
        for (int sourceIndex = 0; sourceIndex < bySource.length; sourceIndex++) {
            if (remembers(sourceIndex)) {
                takeOver(sourceIndex, store, sensors);
            }
        }
        boolean isAnyLeft = false;
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            if (isBySensor(sensors.getInt(sensorId, SOURCE_OFFSET))) {
                isAnyLeft |= sensors.getInt(sensorId, DEDUPE_COUNT_OFFSET) > 0;
            } else {
                sensors.putInt(sensorId, DEDUPE_COUNT_OFFSET, 0);
                sensors.putInt(sensorId, DEDUPE_OFFSET, 0);
            }
        }
        return isAnyLeft;
    }

    private void takeOver(int sourceIndex, DedupeStore store, Scopes sensors) {
        RecentReadings target = bySource[sourceIndex];
        PriorityQueue<Pair> newest = new PriorityQueue<>(Pair.BY_AGE);
        for (int sensorId = 0; sensorId < sensors.count(); sensorId++) {
            int pairCount = sensors.getInt(sensorId, DEDUPE_COUNT_OFFSET);
            if (pairCount > 0 && sensors.getInt(sensorId, SOURCE_OFFSET) == sourceIndex) {
                int place = sensors.getInt(sensorId, DEDUPE_OFFSET);
                for (int i = 0; i < store.count(place); i++) {
                    newest.add(new Pair(store.timeNs(place, i), sensorId, i, store.valueBits(place, i)));
                    if (newest.size() > target.capacity()) {
                        newest.remove();
                    }
                }
            }
        }
        for (Pair pair = newest.poll(); pair != null; pair = newest.poll()) {
            target.add(pair.sensorId, pair.timeNs, pair.valueBits, RecentReadings.ANY_QUALITY);
        }
    }

    private record Pair(long timeNs, int sensorId, int place, long valueBits) {
        private static final Comparator<Pair> BY_AGE = Comparator.comparingLong(Pair::timeNs)
                .thenComparingInt(Pair::sensorId)
                .thenComparingInt(Pair::place);
    }

    public boolean isEmpty() {
        for (RecentReadings readings : bySource) {
            if (readings != null) {
                return false;
            }
        }
        return true;
    }

    public long stateBytes() {
        long sum = 0;
        for (RecentReadings readings : bySource) {
            sum += readings == null ? 0 : RecentReadings.bytes(readings.capacity());
        }
        return sum;
    }

    public void digest(MessageDigest digest) {
        for (RecentReadings readings : bySource) {
            if (readings != null) {
                readings.digest(digest);
            }
        }
    }

    public void writeTo(StateOutput out) {
        for (int sourceIndex = 0; sourceIndex < bySource.length; sourceIndex++) {
            if (remembers(sourceIndex)) {
                out.putInt(sourceIndex);
                bySource[sourceIndex].writeTo(out);
            }
        }
        out.putInt(END);
    }

    /**
     * Reads the memories. {@link #apply} must have been called with the plan that was current when they were written.
     */
    public void readFrom(StateInput in) {
        int sourceCount = bySource.length;
        for (int sourceIndex = in.getInt(); sourceIndex != END; sourceIndex = in.getInt()) {
            if (sourceIndex < 0 || sourceIndex >= sourceCount) {
                throw new IllegalStateException("no source has index " + sourceIndex);
            }
            bySource[sourceIndex] = RecentReadings.read(in);
        }
    }
}

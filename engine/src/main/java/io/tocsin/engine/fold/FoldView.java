package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.LAST_RECEIVE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;

import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.scope.Scopes;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Counts and times of a fold for people and metrics; decides nothing. Engine thread, but for the methods that say so.
 */
public final class FoldView {
    private final FoldCounts counts;
    private final OperatorTable operators;
    private final Scopes sensors;
    private final DerivedSensors derived;
    private final ShardNames names;
    private final SensorClocks sensorClocks;
    private final JournalClock journalClock;

    FoldView(FoldState state) {
        this.counts = state.counts();
        this.operators = state.operators();
        this.sensors = state.scopes().sensors();
        this.derived = state.scopes().derived();
        this.names = state.names();
        this.sensorClocks = state.sensorClocks();
        this.journalClock = state.journalClock();
    }

    /** How many sensors and keys of groups the streams have made. Any thread. */
    public int knownDerivedCount() {
        return derived.publishedCount();
    }

    /**
     * The name of a derived sensor. Any thread; allocates.
     *
     * @param index below {@link #knownDerivedCount()}
     * @return null when it is the key of a group, which nobody selects
     */
    public String derivedName(int index) {
        return derived.isGroup(index) ? null : derived.name(index, names);
    }

    /** Alarms that are active now. Looks at every key: before the pipeline starts. */
    public long activeAlarmCount() {
        return operators.activeCount();
    }

    /** Readings that operators have seen. */
    public long processedCount() {
        return counts.processedCount();
    }

    /** Readings dropped as re-delivered. */
    public long duplicateCount() {
        return counts.duplicateCount();
    }

    /** Sensors that were evicted. */
    public long evictedCount() {
        return counts.evictedCount();
    }

    /** Readings dropped because their sensor had been evicted. */
    public long evictedReadingCount() {
        return counts.evictedReadingCount();
    }

    /** When a sensor was heard last, elapsed epoch ns; 0 before its first reading. Only while nothing is folded. */
    public long lastReceiveNs(int sensorId) {
        return sensors.getLong(sensorId, LAST_RECEIVE_OFFSET);
    }

    /** Readings that rules skipped as older than what they had seen, and streams as too late; once a rule or stream. */
    public long skippedCount() {
        return operators.skippedCount();
    }

    /** Entries and timers of users' functions that a bound has refused. */
    public long refusedCount() {
        return operators.refusedCount() + derived.refusedCount();
    }

    /** How many steps the gateway's clock has made. */
    public long clockStepCount() {
        return journalClock.steps().count();
    }

    /** Clocks of sensors that have begun anew. */
    public long clockResetCount() {
        return sensorClocks.resetCount();
    }

    /** Readings that found nothing to look up, since this shard was made or the plan changed. */
    public long unmatchedCount() {
        return operators.unmatchedCount();
    }

    /**
     * The keys that have found nothing to look up since this shard was made, and would find nothing now. Only while
     * nothing is folded.
     */
    public List<UnmatchedKeys.Key> findUnmatchedKeys() {
        return operators.unmatchedKeys();
    }

    /** Ticks taken. */
    public long tickCount() {
        return counts.tickCount();
    }

    /** The newest event time of a sensor, epoch ns; {@code Long.MIN_VALUE} before its first reading. */
    public long newestEventTimeNs(int sensorId) {
        return UnsafeApi.getLong(sensors.address(sensorId) + MAX_EVENT_OFFSET);
    }
}

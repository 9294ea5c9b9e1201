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
 * Counts and times of a fold for display and metrics; nothing in the fold depends on them. Engine thread, unless a
 * method says otherwise.
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

    /** Number of derived sensors and group keys. Any thread. */
    public int knownDerivedCount() {
        return derived.publishedCount();
    }

    /**
     * The name of a derived sensor. Any thread; allocates.
     *
     * @param index below {@link #knownDerivedCount()}
     * @return null for a group's key, which no selector can name
     */
    public String derivedName(int index) {
        return derived.isGroup(index) ? null : derived.name(index, names);
    }

    /** Number of active alarms. Visits every key; call it only before the pipeline starts. */
    public long activeAlarmCount() {
        return operators.activeCount();
    }

    /** Readings passed to the operators. */
    public long processedCount() {
        return counts.processedCount();
    }

    /** Readings dropped as delivered before. */
    public long duplicateCount() {
        return counts.duplicateCount();
    }

    /** Evicted sensors. */
    public long evictedCount() {
        return counts.evictedCount();
    }

    /** Readings dropped because their sensor was evicted. */
    public long evictedReadingCount() {
        return counts.evictedReadingCount();
    }

    /**
     * Receive time of a sensor's last reading, elapsed epoch ns; 0 before the first. Only while no record is folded.
     */
    public long lastReceiveNs(int sensorId) {
        return sensors.getLong(sensorId, LAST_RECEIVE_OFFSET);
    }

    /**
     * Readings skipped: by rules as older than a previous reading, by streams as too late. Counted once per rule or
     * stream.
     */
    public long skippedCount() {
        return operators.skippedCount();
    }

    /** Entries and timers of users' functions refused because a limit was reached. */
    public long refusedCount() {
        return operators.refusedCount() + derived.refusedCount();
    }

    /** Steps of the gateway's clock. */
    public long clockStepCount() {
        return journalClock.steps().count();
    }

    /** Restarts of sensors' clocks. */
    public long clockResetCount() {
        return sensorClocks.resetCount();
    }

    /** Readings whose join found no partner in the lookup side, since the fold was created or the plan changed. */
    public long unmatchedCount() {
        return operators.unmatchedCount();
    }

    /**
     * The keys that have looked up a partner without success since the fold was created and still have none. Only while
     * no record is folded.
     */
    public List<UnmatchedKeys.Key> findUnmatchedKeys() {
        return operators.unmatchedKeys();
    }

    /** Ticks processed. */
    public long tickCount() {
        return counts.tickCount();
    }

    /** The newest event time of a sensor, epoch ns; {@code Long.MIN_VALUE} before its first reading. */
    public long newestEventTimeNs(int sensorId) {
        return UnsafeApi.getLong(sensors.address(sensorId) + MAX_EVENT_OFFSET);
    }
}

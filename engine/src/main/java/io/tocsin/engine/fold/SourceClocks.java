package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.LAST_RECEIVE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_RECEIVE_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.SOURCE_OFFSET;

import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.scope.SourceScope;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.time.DueQueue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The clocks of sources with {@code time.scope: source}. A source's time follows its readings, or the gateway's clock
 * while the source is silent. {@link SourceTimes} advances the scopes to these clocks and decides which timers fire,
 * and in which order.
 *
 * <p>A source has no time before its first reading, and an ended source keeps its last time; neither
 * {@linkplain #isRunning is running}. Engine thread; allocates when a source is added.
 */
final class SourceClocks {
    /** Value of {@link #timeNs} before a source's first reading. */
    static final long NONE = Long.MIN_VALUE;

    private final ScopeTables scopeTables;
    private final PlanInForce plan;
    private final Scopes sources = new Scopes();
    /** By source: the time reached, which the gateway's clock may have advanced past the highest event time. */
    private long[] timesNs = new long[0];

    SourceClocks(ScopeTables scopeTables, PlanInForce plan) {
        this.scopeTables = scopeTables;
        this.plan = plan;
    }

    /** Makes room for a number of sources. */
    void open(int sourceCount) {
        int before = timesNs.length;
        if (before < sourceCount) {
            timesNs = Arrays.copyOf(timesNs, sourceCount);
            Arrays.fill(timesNs, before, sourceCount, NONE);
            while (sources.count() < sourceCount) {
                sources.open();
            }
        }
    }

    int count() {
        return timesNs.length;
    }

    /**
     * Derives the clocks from the times that the sensors reached while each had its own. A source is running if one of
     * its sensors is.
     */
    void beginWithSensors() {
        boolean[] goOn = new boolean[timesNs.length];
        for (int sensorId = 0; sensorId < scopeTables.sensors().count(); sensorId++) {
            if (scopeTables.sensors().getLong(sensorId, MAX_EVENT_OFFSET) != NONE) {
                int source = scopeTables.sensors().getInt(sensorId, SOURCE_OFFSET);
                beginWith(sensorId, source);
                goOn[source] |= !scopeTables.sensors().hasEnded(sensorId);
            }
        }
        for (int source = 0; source < goOn.length; source++) {
            if (!goOn[source]) {
                sources.end(source);
            }
        }
    }

    private void beginWith(int sensorId, int source) {
        long maxEventNs = scopeTables.sensors().getLong(sensorId, MAX_EVENT_OFFSET);
        if (maxEventNs > timesNs[source]) {
            timesNs[source] = maxEventNs;
            sources.putLong(source, MAX_EVENT_OFFSET, maxEventNs);
            sources.putLong(
                    source,
                    MAX_EVENT_RECEIVE_OFFSET,
                    scopeTables.sensors().getLong(sensorId, MAX_EVENT_RECEIVE_OFFSET));
        }
        long lastReceiveNs = scopeTables.sensors().getLong(sensorId, LAST_RECEIVE_OFFSET);
        sources.putLong(
                source, LAST_RECEIVE_OFFSET, Math.max(lastReceiveNs, sources.getLong(source, LAST_RECEIVE_OFFSET)));
    }

    /**
     * Sets the clock of a source by a reading that was dispatched. A reading also restarts an ended source.
     *
     * @param clock {@link io.tocsin.engine.scope.SensorLayout#GATEWAY_CLOCK} or 0
     */
    void onReading(int source, long eventTimeNs, long receiveTimeNs, int clock) {
        Scopes.onReading(sources.address(source), eventTimeNs, receiveTimeNs, clock);
    }

    /** Ends a source: its time stops until the next reading. */
    void end(int source) {
        sources.end(source);
    }

    /**
     * Whether a source is running. A source before its first reading, or after its end, does not hold back other
     * sources.
     */
    boolean isRunning(int source) {
        return timesNs[source] != NONE && !sources.hasEnded(source);
    }

    /** Time of the source; {@link #NONE} before the first reading. */
    long timeNs(int source) {
        return timesNs[source];
    }

    /** Advances a source to at least a time. */
    void moveTo(int source, long timeNs) {
        if (timeNs > timesNs[source]) {
            timesNs[source] = timeNs;
        }
    }

    /** Time of a source, advanced by the gateway's clock if the source is silent. */
    long runningTimeNs(int source, long clockNs) {
        return sources.isIdle(source, clockNs, plan.get().idleAfterNs())
                ? Math.max(timesNs[source], sources.idleTimeNs(source, clockNs))
                : timesNs[source];
    }

    /**
     * Clock time at which the gateway's clock alone advances a source past a timer; {@link DueQueue#NEVER} when the
     * source's time does not advance.
     */
    long clockDueNs(int source, long timerNs) {
        return sources.dueNs(source, timerNs, plan.get().idleAfterNs());
    }

    /** Time of the slowest running source of a scope, advanced by the gateway's clock. */
    long runningTimeNs(SourceScope scope, long clockNs) {
        long leastNs = Long.MAX_VALUE;
        for (int source : scope.sources()) {
            if (isRunning(source)) {
                leastNs = Math.min(leastNs, runningTimeNs(source, clockNs));
            }
        }
        return leastNs == Long.MAX_VALUE ? scope.reachedNs() : leastNs;
    }

    /** Clock time at which the gateway's clock alone has advanced all running sources of a scope past a timer. */
    long clockDueNs(SourceScope scope, long timerNs) {
        long dueNs = NONE;
        for (int source : scope.sources()) {
            if (isRunning(source) && timeNs(source) <= timerNs) {
                dueNs = Math.max(dueNs, clockDueNs(source, timerNs));
            }
        }
        return dueNs == NONE ? DueQueue.NEVER : dueNs;
    }

    /** The time up to which a scope may advance: never past the slowest of its parts. */
    long limitNs(SourceScope scope) {
        if (scope.isSingle()) {
            return Math.max(scope.reachedNs(), timeNs(scope.sources()[0]));
        }
        long leastNs = Long.MAX_VALUE;
        for (SourceScope part : scope.parts()) {
            if (holdsUp(part)) {
                leastNs = Math.min(leastNs, part.reachedNs());
            }
        }
        return leastNs == Long.MAX_VALUE ? scope.reachedNs() : Math.max(scope.reachedNs(), leastNs);
    }

    private boolean holdsUp(SourceScope part) {
        for (int source : part.sources()) {
            if (isRunning(source)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a source runs on the gateway's clock. */
    boolean isGateways(int source) {
        return source < timesNs.length && isRunning(source) && sources.isOfGateway(source);
    }

    /** Whether all sources of a scope run on the gateway's clock. */
    boolean areGateways(SourceScope scope) {
        for (int source : scope.sources()) {
            if (!isGateways(source)) {
                return false;
            }
        }
        return true;
    }

    /** Moves the sources that run on the gateway's clock by a step of that clock. */
    void moveClocks(long byNs) {
        for (int source = 0; source < timesNs.length; source++) {
            if (isGateways(source)) {
                timesNs[source] += byNs;
                sources.putLong(source, MAX_EVENT_OFFSET, sources.getLong(source, MAX_EVENT_OFFSET) + byNs);
            }
        }
    }

    long stateBytes() {
        return sources.stateBytes();
    }

    void digest(MessageDigest digest) {
        sources.digest(digest);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        for (long timeNs : timesNs) {
            digest.update(number.clear().putLong(timeNs).flip());
        }
    }

    void writeTo(StateOutput out) {
        sources.writeTo(out);
        for (long timeNs : timesNs) {
            out.putLong(timeNs);
        }
    }

    /** Reads the clocks into this new object. */
    void readFrom(StateInput in, int sourceCount) {
        sources.readFrom(in);
        timesNs = new long[sourceCount];
        for (int source = 0; source < sourceCount; source++) {
            timesNs[source] = in.getLong();
        }
    }
}

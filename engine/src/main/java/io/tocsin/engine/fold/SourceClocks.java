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
 * The clocks of sources when time is theirs: of each the time that it says, by its readings, or by the gateway's clock
 * while it is silent. {@link SourceTimes} follows these clocks at its own pace and decides which timers fire, in which
 * order.
 *
 * <p>A source without a reading has no time, and one that has ended stands still; neither {@linkplain #goesOn goes on}.
 * Engine thread; allocates when there is another source.
 */
final class SourceClocks {
    /** {@link #timeNs}: the source was never heard. */
    static final long NONE = Long.MIN_VALUE;

    private final ScopeTables scopeTables;
    private final PlanInForce plan;
    private final Scopes sources = new Scopes();
    /** By source. Not the highest event time alone: what a silent source has reached by the clock stays reached. */
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
     * Takes over what the sensors have seen while each had a time of its own. A source continues as long as one of them
     * does.
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
     * A reading of the source has counted: so its clock is set, and runs again after an end.
     *
     * @param clock {@link io.tocsin.engine.scope.SensorLayout#GATEWAY_CLOCK} or 0
     */
    void onReading(int source, long eventTimeNs, long receiveTimeNs, int clock) {
        Scopes.onReading(sources.address(source), eventTimeNs, receiveTimeNs, clock);
    }

    /** The source has ended. */
    void end(int source) {
        sources.end(source);
    }

    /** A source that was never heard holds nothing up, nor does one that has ended. */
    boolean goesOn(int source) {
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

    /** Time of the source by the gateway's clock, if the source is silent. */
    long runningTimeNs(int source, long clockNs) {
        return sources.isIdle(source, clockNs, plan.get().idleAfterNs())
                ? Math.max(timesNs[source], sources.idleTimeNs(source, clockNs))
                : timesNs[source];
    }

    /** When the gateway's clock alone makes it later than a timer; {@link DueQueue#NEVER} when time stands. */
    long clockDueNs(int source, long timerNs) {
        return sources.dueNs(source, timerNs, plan.get().idleAfterNs());
    }

    /** The time of the source that is behind. */
    long runningTimeNs(SourceScope scope, long clockNs) {
        long leastNs = Long.MAX_VALUE;
        for (int source : scope.sources()) {
            if (goesOn(source)) {
                leastNs = Math.min(leastNs, runningTimeNs(source, clockNs));
            }
        }
        return leastNs == Long.MAX_VALUE ? scope.reachedNs() : leastNs;
    }

    /** When all sources of a scope that go on are past the timer by the clock alone. */
    long clockDueNs(SourceScope scope, long timerNs) {
        long dueNs = NONE;
        for (int source : scope.sources()) {
            if (goesOn(source) && timeNs(source) <= timerNs) {
                dueNs = Math.max(dueNs, clockDueNs(source, timerNs));
            }
        }
        return dueNs == NONE ? DueQueue.NEVER : dueNs;
    }

    /** The time that a scope may reach by now: never past that of its parts. */
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
            if (goesOn(source)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the time of a source is the gateway's. */
    boolean isGateways(int source) {
        return source < timesNs.length && goesOn(source) && sources.isOfGateway(source);
    }

    /** Whether the time of all sources of a scope is the gateway's. */
    boolean areGateways(SourceScope scope) {
        for (int source : scope.sources()) {
            if (!isGateways(source)) {
                return false;
            }
        }
        return true;
    }

    /** The gateway's clock was put forward or back, and with it that of the sources whose clock it is. */
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

    /** Reads into these new ones. */
    void readFrom(StateInput in, int sourceCount) {
        sources.readFrom(in);
        timesNs = new long[sourceCount];
        for (int source = 0; source < sourceCount; source++) {
            timesNs[source] = in.getLong();
        }
    }
}

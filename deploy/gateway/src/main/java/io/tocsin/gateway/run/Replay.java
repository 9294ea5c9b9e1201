package io.tocsin.gateway.run;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanCodec;
import io.tocsin.engine.reading.SensorDictionary;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmRules;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.persistence.snapshot.SnapshotFile;
import io.tocsin.persistence.snapshot.SnapshotFiles;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs a journal through given rules instead of those it was recorded with, as fast as it can, and changes nothing. One
 * thread.
 *
 * <p>The fold always begins at the beginning, for state has a past; {@code from} only says from which record on results
 * are reported, {@code to} where to stop.
 */
public final class Replay implements RecordHandler, ResultHandler {
    /**
     * Which part of the journal is asked for. A record belongs to it by position or by receive time.
     *
     * @param fromPosition first position, 0 = the beginning
     * @param toPosition one more than the last position, {@code Long.MAX_VALUE} = the end
     * @param fromNs first receive time, epoch ns, {@code Long.MIN_VALUE} = the beginning
     * @param toNs last receive time, epoch ns, {@code Long.MAX_VALUE} = the end
     */
    public record Range(long fromPosition, long toPosition, long fromNs, long toNs) {
        public static final Range ALL = new Range(0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private final Plan plan;
    private final Range range;
    private final ResultHandler results;
    private final OperatorShard shard = new OperatorShard(this);
    private final SensorDictionary dictionary;
    private final Recovery recovery;
    private long latestReceiveNs = Long.MIN_VALUE;
    private boolean ended;

    /**
     * @param plan whose rules to run
     * @param maxSensors the most sensors the journal may have
     * @param results gets the events of the range
     */
    public Replay(Plan plan, int maxSensors, Range range, ResultHandler results) {
        this.plan = plan;
        this.range = range;
        this.results = results;
        this.dictionary = new SensorDictionary(maxSensors);
        this.recovery = Recovery.into(shard, dictionary);
    }

    /**
     * Reads the journal. One whose beginning retention has deleted is read from the oldest snapshot that it still reaches;
     * rules that the snapshot does not know start afresh there.
     *
     * @param snapshots of the gateway whose journal it is
     * @throws JournalException when the beginning is gone and no snapshot can stand for it
     */
    public void run(JournalReader reader, SnapshotFiles snapshots) {
        long from = reader.firstPosition() == 0 ? 0 : restoreOldest(reader, snapshots);
        reader.read(from, Math.min(reader.endPosition(), range.toPosition()), this);
    }

    /** Records folded. */
    public long recordCount() {
        return recovery.recordCount();
    }

    /** The fold: counts and digest. */
    public OperatorShard shard() {
        return shard;
    }

    /** What events' rule ids mean. */
    public AlarmRules rules() {
        return shard.rules();
    }

    /** The names of the journal's sensors. */
    public SensorDictionary dictionary() {
        return dictionary;
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        if (isInTime(receiveTimeNs)) {
            recovery.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
        }
    }

    @Override
    public void onTick(long position, long clockNs) {
        if (isInTime(clockNs)) {
            recovery.onTick(position, clockNs);
        }
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        if (ended) {
            return;
        }
        if (kind == ControlKind.PLAN.code()) {
            byte[] given = PlanCodec.encode(givenRulesFor(PlanCodec.decode(buffer, offset)));
            recovery.onControl(position, kind, new UnsafeBuffer(given), 0, given.length);
        } else {
            recovery.onControl(position, kind, buffer, offset, length);
        }
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (event.position() >= range.fromPosition() && latestReceiveNs >= range.fromNs()) {
            results.onAlarm(event);
        }
    }

    private long restoreOldest(JournalReader reader, SnapshotFiles snapshots) {
        for (long position : snapshots.positions()) {
            Path file = snapshots.file(position);
            if (position >= reader.firstPosition() && SnapshotFile.fault(file) == null) {
                SnapshotFile.read(file, in -> recovery.readFrom(new StateInput(in)));
                byte[] given = PlanCodec.encode(givenRulesFor(shard.plan()));
                recovery.onControl(position, ControlKind.PLAN.code(), new UnsafeBuffer(given), 0, given.length);
                return position;
            }
        }
        throw new JournalException("the journal begins at position " + reader.firstPosition()
                + " and no whole snapshot from there on is left to begin with");
    }

    /** The sources are the journal's, so that its records keep their meaning; the rules are the given ones. */
    private Plan givenRulesFor(Plan recorded) {
        return new Plan(plan.gateway(), recorded.sources(), plan.idleAfterNs(), plan.alarms(), plan.sinks());
    }

    private boolean isInTime(long receiveTimeNs) {
        latestReceiveNs = Math.max(latestReceiveNs, receiveTimeNs);
        ended |= receiveTimeNs > range.toNs();
        return !ended;
    }
}

package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.operator.OperatorShard;
import io.tocsin.engine.reading.SensorDictionary;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * The start of a gateway: the journal in place of the ring. Rebuilds the operators' state, the names of the sensors and
 * how far each bounded source had been read. One thread.
 */
public final class Recovery implements RecordHandler {
    /**
     * Where a bounded source reads on.
     *
     * @param identity of the input that was read, as in {@link SourceProgress}
     * @param offset of the first row that may be new, bytes
     * @param rowsToSkip rows from there that are in the journal already
     * @param ended whether it had been read to its end
     */
    public record ResumePoint(long identity, long offset, long rowsToSkip, boolean ended) {}

    private final OperatorShard shard;
    private final SensorDictionary dictionary;
    private final Map<Integer, ResumePoint> resumePoints = new HashMap<>();
    private int[] sourceOfSensor = new int[64];
    private long[] readingsOfSource = new long[4];
    private long recordCount;

    public Recovery(OperatorShard shard, SensorDictionary dictionary) {
        this.shard = shard;
        this.dictionary = dictionary;
    }

    /** Replays the whole journal. */
    public void replay(JournalReader reader) {
        reader.read(reader.firstPosition(), reader.endPosition(), this);
    }

    /** Records replayed. */
    public long recordCount() {
        return recordCount;
    }

    /** Where the source reads on, or null when the journal knows nothing of it. */
    public ResumePoint resumePoint(int sourceIndex) {
        ResumePoint point = resumePoints.get(sourceIndex);
        long readings = sourceIndex < readingsOfSource.length ? readingsOfSource[sourceIndex] : 0;
        if (point == null || point.ended) {
            return point;
        }
        return new ResumePoint(point.identity, point.offset, readings, false);
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        recordCount++;
        readingsOfSource[sourceOfSensor[sensorId]]++;
        shard.onReading(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, flags);
    }

    @Override
    public void onTick(long position, long clockNs) {
        recordCount++;
        shard.onTick(position, clockNs);
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        recordCount++;
        if (kind == ControlKind.SENSOR.code()) {
            define(SensorDefinition.decode(buffer, offset, length));
        } else if (kind == ControlKind.SOURCE_PROGRESS.code() || kind == ControlKind.SOURCE_END.code()) {
            SourceProgress progress = SourceProgress.decode(buffer, offset);
            boolean ended = kind == ControlKind.SOURCE_END.code();
            resumePoints.put(progress.sourceIndex(), new ResumePoint(progress.identity(), progress.offset(), 0, ended));
            ensureSource(progress.sourceIndex());
            readingsOfSource[progress.sourceIndex()] = 0;
        }
        shard.onControl(position, kind, buffer, offset, length);
    }

    private void define(SensorDefinition definition) {
        byte[] name = definition.name().getBytes(StandardCharsets.UTF_8);
        int sensorId = dictionary.add(name, 0, name.length);
        if (sensorId == SensorDictionary.FULL) {
            throw new JournalException("the journal knows more sensors than engine.maxSensors allows, maxSensors="
                    + dictionary.capacity());
        }
        if (sensorId >= sourceOfSensor.length) {
            sourceOfSensor = Arrays.copyOf(sourceOfSensor, sensorId * 2);
        }
        sourceOfSensor[sensorId] = definition.sourceIndex();
        ensureSource(definition.sourceIndex());
    }

    private void ensureSource(int sourceIndex) {
        if (sourceIndex >= readingsOfSource.length) {
            readingsOfSource = Arrays.copyOf(readingsOfSource, sourceIndex * 2 + 1);
        }
    }
}

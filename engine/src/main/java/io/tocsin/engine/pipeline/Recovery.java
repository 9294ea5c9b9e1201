package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.admission.SensorFilters;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.JournalReader;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.agrona.DirectBuffer;

/**
 * Everything that the journal says, rebuilt: the operators' state, the names of the sensors, how far each bounded
 * source had been read. Starts from nothing or from a snapshot, then takes the journal's records in place of the
 * ring's. One thread.
 */
public final class Recovery implements RecordHandler {
    /** In snapshots the scheme stands above the bit that says whether the source has ended. */
    private static final int SCHEME_SHIFT = 1;

    private static final String FILTERS_SECTION = "filters";

    private final JournalFold shard;
    private final Consumer<String> sensors;
    private final IntConsumer evicted;
    private final SensorFilters filters;
    private final Consumer<String> texts;
    private final Map<Integer, ResumePoint> resumePoints = new TreeMap<>();
    private long[] readingsOfSource = new long[4];
    private final CellNumbers cells = new CellNumbers();
    private long recordCount;

    /**
     * @param shard takes the records
     * @param sensors told of every sensor's name, in the order of ids
     * @param texts told of every text that was a value, in the order of ids
     */
    public Recovery(JournalFold shard, Consumer<String> sensors, Consumer<String> texts) {
        this(shard, sensors, sensorId -> {}, new SensorFilters(), texts);
    }

    /**
     * @param evicted told of every sensor that was evicted, when its name has been told
     * @param filters told of every sensor
     */
    private Recovery(
            JournalFold shard,
            Consumer<String> sensors,
            IntConsumer evicted,
            SensorFilters filters,
            Consumer<String> texts) {
        this.shard = shard;
        this.sensors = sensors;
        this.evicted = evicted;
        this.filters = filters;
        this.texts = texts;
    }

    /** A recovery that fills empty dictionaries. */
    public static Recovery into(JournalFold shard, Dictionaries dictionaries) {
        return new Recovery(
                shard,
                name -> addTo(dictionaries.sensors(), name, "sensors than this version, maxSensors="),
                dictionaries.sensors()::remove,
                dictionaries.filters(),
                text -> addTo(dictionaries.texts(), text, "texts than this version, maxTexts="));
    }

    /** A recovery of the state alone. */
    public static Recovery into(JournalFold shard) {
        return new Recovery(shard, name -> {}, text -> {});
    }

    /** Replays the journal from a position to its end. */
    public void replay(JournalReader reader, long fromPosition) {
        reader.read(fromPosition, reader.endPosition(), this);
    }

    /** Records replayed; those a snapshot stands for are not counted. */
    public long recordCount() {
        return recordCount;
    }

    /** Where the source reads on. */
    public ResumePoint resumePoint(int sourceIndex) {
        ResumePoint point = resumePoints.getOrDefault(sourceIndex, ResumePoint.FROM_START);
        if (point.ended() || sourceIndex >= readingsOfSource.length) {
            return point;
        }
        return new ResumePoint(point.scheme(), point.identity(), point.offset(), readingsOfSource[sourceIndex], false);
    }

    /** The number that a sensor of a table had last; NaN when it has none, or is of no table. */
    public double numberOfCell(int sensorId) {
        return cells.numberOf(sensorId);
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        recordCount++;
        int source = shard.sourceOfSensor(sensorId);
        readingsOfSource[source]++;
        if (cells.isTable(source)) {
            cells.onReading(sensorId, value, quality);
        }
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
        shard.onControl(position, kind, buffer, offset, length);
        if (kind == ControlKind.SENSOR.code()) {
            SensorDefinition definition = SensorDefinition.decode(buffer, offset, length);
            sensors.accept(definition.name());
            filters.onDefined(definition);
            ensureSource(definition.sourceIndex());
        } else if (kind == ControlKind.EVICT.code()) {
            for (int sensorId : Eviction.decode(buffer, offset, length).sensorIds()) {
                evicted.accept(sensorId);
                filters.onEvicted(sensorId);
            }
        } else if (kind == ControlKind.PLAN.code()) {
            cells.usePlan(shard);
        } else if (kind == ControlKind.TEXT.code()) {
            texts.accept(TextDefinition.decode(buffer, offset, length).text());
        } else if (kind == ControlKind.SOURCE_PROGRESS.code() || kind == ControlKind.SOURCE_END.code()) {
            SourceProgress progress = SourceProgress.decode(buffer, offset, length);
            boolean ended = kind == ControlKind.SOURCE_END.code();
            resumePoints.put(progress.sourceIndex(), ResumePoint.after(progress, 0, ended));
            ensureSource(progress.sourceIndex());
            readingsOfSource[progress.sourceIndex()] = 0;
        }
    }

    /** Writes the state as it is between two records. */
    public void writeTo(StateOutput out) {
        out.section("resume");
        out.putInt(readingsOfSource.length);
        for (long readings : readingsOfSource) {
            out.putLong(readings);
        }
        out.putInt(resumePoints.size());
        resumePoints.forEach((sourceIndex, point) -> {
            out.putInt(sourceIndex);
            out.putLong(point.identity());
            out.putLong(point.offset());
            out.putInt((point.ended() ? 1 : 0) | point.scheme() << SCHEME_SHIFT);
        });
        shard.writeTo(out);
        cells.writeTo(out);
        if (!filters.isUnused()) {
            out.section(FILTERS_SECTION);
            filters.writeTo(out);
        }
        out.flush();
    }

    /** The events and rows that a state has behind it: the ordinal of the next. Reads no further than it must. */
    public static long eventCountOf(StateInput in) {
        JournalFold shard = new JournalFold(ResultHandler.NOTHING);
        new Recovery(shard, name -> {}, text -> {}).readResumePoints(in);
        shard.readHead(in);
        return shard.eventCount();
    }

    /** Takes over a state; nothing must have been replayed yet. */
    public void readFrom(StateInput in) {
        readResumePoints(in);
        shard.readFrom(in);
        while (!in.isAtEnd()) { // what had nothing to say left its section out
            String section = in.nextSection();
            switch (section) {
                case CellNumbers.SECTION -> cells.readFrom(in);
                case FILTERS_SECTION -> filters.readFrom(in);
                default -> throw new IllegalStateException("unknown section=" + section);
            }
        }
        cells.usePlan(shard);
        for (int sensorId = 0; sensorId < shard.sensorCount(); sensorId++) {
            sensors.accept(shard.names().sensorName(sensorId));
            if (shard.isEvicted(sensorId)) {
                evicted.accept(sensorId);
            }
        }
        for (int textId = 0; textId < shard.textCount(); textId++) {
            texts.accept(shard.names().text(textId));
        }
    }

    /** The plan of a state that {@link #writeTo} wrote, read without the state. */
    public static Plan readPlan(StateInput in) {
        Recovery recovery = into(new JournalFold(ResultHandler.NOTHING));
        recovery.readResumePoints(in);
        return JournalFold.readPlan(in);
    }

    private void readResumePoints(StateInput in) {
        in.section("resume");
        readingsOfSource = new long[in.getInt()];
        for (int sourceIndex = 0; sourceIndex < readingsOfSource.length; sourceIndex++) {
            readingsOfSource[sourceIndex] = in.getLong();
        }
        int pointCount = in.getInt();
        for (int i = 0; i < pointCount; i++) {
            int sourceIndex = in.getInt();
            long identity = in.getLong();
            long offset = in.getLong();
            int endAndScheme = in.getInt();
            resumePoints.put(
                    sourceIndex,
                    new ResumePoint(endAndScheme >>> SCHEME_SHIFT, identity, offset, 0, (endAndScheme & 1) == 1));
        }
    }

    private void ensureSource(int sourceIndex) {
        if (sourceIndex >= readingsOfSource.length) {
            readingsOfSource = Arrays.copyOf(readingsOfSource, sourceIndex * 2 + 1);
        }
    }

    private static void addTo(NameDictionary dictionary, String name, String whatTooMany) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (dictionary.add(bytes, 0, bytes.length) == NameDictionary.FULL) {
            throw new JournalException("the journal knows more " + whatTooMany + dictionary.capacity());
        }
    }
}

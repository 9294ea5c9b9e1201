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
 * Rebuilds the state of the journal's end: the operators' state, the names of the sensors, and how far each bounded
 * source had been read. Begins empty or with a snapshot, then processes the journal's records as the ring's are
 * processed when live. One thread.
 */
public final class Recovery implements RecordHandler {
    /** Shift of a source's scheme in snapshots, above the bit for an ended source. */
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
     * @param shard processes the records
     * @param sensors receives every sensor's name, in the order of ids
     * @param texts receives every text used as a value, in the order of ids
     */
    public Recovery(JournalFold shard, Consumer<String> sensors, Consumer<String> texts) {
        this(shard, sensors, sensorId -> {}, new SensorFilters(), texts);
    }

    /**
     * @param evicted receives every evicted sensor, after its name
     * @param filters receives every sensor
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

    /** Creates a recovery that fills empty dictionaries. */
    public static Recovery into(JournalFold shard, Dictionaries dictionaries) {
        return new Recovery(
                shard,
                name -> addTo(dictionaries.sensors(), name, "sensors than this version, maxSensors="),
                dictionaries.sensors()::remove,
                dictionaries.filters(),
                text -> addTo(dictionaries.texts(), text, "texts than this version, maxTexts="));
    }

    /** Creates a recovery of the state alone. */
    public static Recovery into(JournalFold shard) {
        return new Recovery(shard, name -> {}, text -> {});
    }

    /** Replays the journal from a position to its end. */
    public void replay(JournalReader reader, long fromPosition) {
        reader.read(fromPosition, reader.endPosition(), this);
    }

    /** Number of records replayed, without the records that a snapshot covers. */
    public long recordCount() {
        return recordCount;
    }

    /** The point from which a source must read on. */
    public ResumePoint resumePoint(int sourceIndex) {
        ResumePoint point = resumePoints.getOrDefault(sourceIndex, ResumePoint.FROM_START);
        if (point.ended() || sourceIndex >= readingsOfSource.length) {
            return point;
        }
        return new ResumePoint(point.scheme(), point.identity(), point.offset(), readingsOfSource[sourceIndex], false);
    }

    /** The last number of a table's cell; NaN when there is none, or the sensor is of no table. */
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

    /** Writes the state between two records. */
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

    /** The number of events and rows before a state, which is the ordinal of the next. Reads no further than needed. */
    public static long eventCountOf(StateInput in) {
        JournalFold shard = new JournalFold(ResultHandler.NOTHING);
        new Recovery(shard, name -> {}, text -> {}).readResumePoints(in);
        shard.readHead(in);
        return shard.eventCount();
    }

    /** Reads a state; nothing may have been replayed before. */
    public void readFrom(StateInput in) {
        readResumePoints(in);
        shard.readFrom(in);
        while (!in.isAtEnd()) { // empty sections were not written
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

    /** Reads the plan of a state written by {@link #writeTo}, without the state. */
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
            throw new JournalException("the journal has more " + whatTooMany + dictionary.capacity());
        }
    }
}

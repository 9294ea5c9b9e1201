package io.tocsin.ingest;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.pipeline.InputSlot;
import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.pipeline.Slots;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.SensorNames;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** An engine that only remembers: every slot, in order, with the positions a journal would give. */
public final class FakeIntake implements Intake {
    /** The most different texts. */
    public static final int MAX_TEXTS = 8;

    private static final int MAX_CLAIM = 64;

    /** One record. */
    public sealed interface Entry permits Reading, Definition, Progress, State {}

    /** One reading. */
    public record Reading(String sensor, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags)
            implements Entry {}

    /** A sensor's definition. */
    public record Definition(String sensor) implements Entry {}

    /** Progress or end of a bounded source. */
    public record Progress(SourceProgress progress, boolean end) implements Entry {}

    /** The source's connection was made or lost. */
    public record State(boolean isUp, String reason) implements Entry {}

    private final NameDictionary sensors;
    private final NameDictionary texts = new NameDictionary(MAX_TEXTS);
    private volatile Predicate<String> textSensors = name -> false;
    private volatile Predicate<String> numeralSensors = name -> false;
    private volatile Function<String, List<String>> numberReaders = name -> List.of();
    private final Set<Integer> evictable = ConcurrentHashMap.newKeySet();
    private final List<Integer> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger evictionCount = new AtomicInteger();
    private final InputSlot[] slots = new InputSlot[MAX_CLAIM];
    private final List<Entry> entries = new ArrayList<>();
    private final LongSupplier clock;
    private long claimed;
    private volatile long durablePosition = Long.MAX_VALUE;
    private volatile int room = Integer.MAX_VALUE;
    private volatile boolean closed;
    private final List<Runnable> durableActions = new CopyOnWriteArrayList<>();

    public FakeIntake(int maxSensors, LongSupplier clock) {
        this.sensors = new NameDictionary(maxSensors);
        this.clock = clock;
        for (int i = 0; i < MAX_CLAIM; i++) {
            slots[i] = new InputSlot();
        }
    }

    public void durablePosition(long position) {
        durablePosition = position;
        durableActions.forEach(Runnable::run);
    }

    /** How many more slots may be claimed. */
    public void room(int slotCount) {
        room = slotCount;
    }

    public void close() {
        closed = true;
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<Reading> readings() {
        return entries().stream()
                .filter(Reading.class::isInstance)
                .map(Reading.class::cast)
                .collect(Collectors.toList());
    }

    public synchronized int readingCount() {
        int count = 0;
        for (Entry entry : entries) {
            count += entry instanceof Reading ? 1 : 0;
        }
        return count;
    }

    @Override
    public int sensorId(byte[] name, int offset, int length) {
        return sensors.idOf(name, offset, length);
    }

    @Override
    public synchronized int defineSensor(byte[] name, int offset, int length) {
        int known = sensors.idOf(name, offset, length);
        if (known >= 0) {
            return known;
        }
        if (!SensorNames.isValid(name, offset, length)) {
            return BAD_NAME;
        }
        if (sensors.size() == sensors.capacity()) {
            return SENSOR_LIMIT;
        }
        if (closed || room < 1) {
            return NO_ROOM_FOR_DEFINITION;
        }
        room--;
        int id = sensors.add(name, offset, length);
        entries.add(new Definition(sensors.name(id)));
        claimed++;
        return id;
    }

    @Override
    public int defineSensor(byte[] name, int offset, int length, SensorQuota quota) {
        int sensorId = defineSensor(name, offset, length);
        if (sensorId >= 0) {
            evictable.add(sensorId);
        }
        return sensorId;
    }

    @Override
    public boolean mayBeEvicted(int sensorId) {
        return evictable.contains(sensorId);
    }

    @Override
    public void heard(int sensorId, long receiveTimeNs) {
        heard.add(sensorId);
    }

    @Override
    public int evictionCount() {
        return evictionCount.get();
    }

    @Override
    public boolean isEvicted(int sensorId) {
        return !sensors.contains(sensorId);
    }

    /** Evicts a sensor. */
    public synchronized void evict(String sensor) {
        int sensorId = sensors.idOf(sensor);
        sensors.remove(sensorId);
        evictable.remove(sensorId);
        evictionCount.incrementAndGet();
    }

    /** Ids of evictable sensors, one for each reading that came. */
    public List<Integer> heard() {
        return heard;
    }

    /** Some rule looks these sensors up, and takes texts there. */
    public void textsOf(Predicate<String> sensorNames) {
        textSensors = sensorNames;
    }

    /** Of these sensors texts that read as numbers are texts. */
    public void keepsNumeralsOf(Predicate<String> sensorNames) {
        numeralSensors = sensorNames;
    }

    /** Rules that take numbers only, by the name of a sensor. */
    public void numberReaders(Function<String, List<String>> rules) {
        numberReaders = rules;
    }

    /** The text that a value stands for; null for a number. */
    public String text(double value) {
        return TextValue.isText(value) ? text(TextValue.id(value)) : null;
    }

    @Override
    public String text(int textId) {
        return textId == TextValue.OTHER_ID ? TextValue.OTHER : texts.name(textId);
    }

    @Override
    public boolean keepsNumerals(byte[] name, int offset, int length) {
        return numeralSensors.test(new String(name, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean keepsNumerals(int sensorId) {
        return numeralSensors.test(sensors.name(sensorId));
    }

    @Override
    public List<String> numberReaders(int sensorId) {
        return numberReaders.apply(sensors.name(sensorId));
    }

    @Override
    public String sensorName(int sensorId) {
        return sensors.name(sensorId);
    }

    @Override
    public boolean readsTexts(byte[] name, int offset, int length) {
        return textSensors.test(new String(name, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public int cellTextId(byte[] text, int offset, int length) {
        return textId(text, offset, length);
    }

    @Override
    public synchronized int textId(byte[] text, int offset, int length) {
        int known = texts.idOf(text, offset, length);
        if (known >= 0) {
            return known;
        }
        if (!TextValue.isValid(text, offset, length)) {
            return BAD_TEXT;
        }
        if (texts.size() == texts.capacity()) {
            return TextValue.OTHER_ID;
        }
        if (closed || room < 1) {
            return NO_ROOM_FOR_DEFINITION;
        }
        room--;
        claimed++;
        return texts.add(text, offset, length);
    }

    @Override
    public List<String> ownSensors() {
        return IntStream.range(0, sensors.size()).mapToObj(sensors::name).toList();
    }

    @Override
    public synchronized long tryClaim(int count) {
        if (closed) {
            return CLOSED;
        }
        if (room < count) {
            return NO_ROOM;
        }
        room -= count;
        claimed += count;
        return claimed - 1;
    }

    @Override
    public long claim(int count) {
        while (true) {
            long sequence = tryClaim(count);
            if (sequence != NO_ROOM) {
                return sequence;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public int maxClaim() {
        return MAX_CLAIM;
    }

    @Override
    public InputSlot slot(long sequence) {
        return slots[(int) (sequence % MAX_CLAIM)];
    }

    @Override
    public synchronized void publish(long lowSequence, long highSequence) {
        for (long sequence = lowSequence; sequence <= highSequence; sequence++) {
            Slots.forward(slot(sequence), positionOf(sequence), new Collector());
        }
    }

    @Override
    public long positionOf(long sequence) {
        return sequence;
    }

    @Override
    public long durablePosition() {
        return durablePosition;
    }

    @Override
    public void onDurable(Runnable action) {
        durableActions.add(action);
    }

    @Override
    public synchronized boolean publishProgress(SourceProgress progress, boolean end) {
        if (closed) {
            return false;
        }
        entries.add(new Progress(progress, end));
        claimed++;
        return true;
    }

    /** Takes no room, so that tests count that of readings. */
    @Override
    public synchronized boolean publishState(boolean isUp, String reason) {
        if (closed) {
            return false;
        }
        entries.add(new State(isUp, reason));
        return true;
    }

    @Override
    public int sourceIndex() {
        return 3;
    }

    @Override
    public long clockNs() {
        return clock.getAsLong();
    }

    private final class Collector implements RecordHandler {
        @Override
        public void onReading(
                long position,
                int sensorId,
                long eventTimeNs,
                long receiveTimeNs,
                double value,
                int quality,
                int flags) {
            entries.add(new Reading(sensors.name(sensorId), eventTimeNs, receiveTimeNs, value, quality, flags));
        }

        @Override
        public void onTick(long position, long clockNs) {
            throw new AssertionError("a source gives no ticks");
        }

        @Override
        public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
            throw new AssertionError("a source publishes no control slots itself");
        }
    }
}

package io.tocsin.gateway.system;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceState;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * Oracle for the hall's rules {@code high} (limit, two levels, deadband) and {@code gap} (missing) over a journal: a
 * second, slow program, written from the semantics page and sharing with the engine nothing but the reading of records.
 * Knows no late or bad quality rules, no delays: the engine's own model tests have those.
 */
final class HallOracle implements RecordHandler {
    private static final double HI = 70;
    private static final double HIHI = 90;
    private static final double DEADBAND = 5;
    private static final long TIMEOUT_NS = 25_000_000;
    private static final long IDLE_NS = 300_000_000;
    /** How many readings a source remembers by default. */
    private static final int REMEMBERED = 8_192;

    private static final int REDELIVERABLE = 16;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final List<Sensor> sensors = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Deque<Delivered> remembered = new ArrayDeque<>();
    private final Set<Delivered> known = new HashSet<>();
    private final Set<Integer> down = new HashSet<>();

    /** One line an event that rings, {@code id event level time}, in the order of decision within a sensor and rule. */
    List<String> events() {
        return events;
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        if (isFirst(new Delivered(sensorId, eventTimeNs, value, quality), flags)) {
            sensors.get(sensorId).onReading(eventTimeNs, receiveTimeNs, value);
        }
    }

    private boolean isFirst(Delivered reading, int flags) {
        if ((flags & REDELIVERABLE) == 0) {
            return true;
        }
        if (!known.add(reading)) {
            return false;
        }
        remembered.addLast(reading);
        if (remembered.size() > REMEMBERED) {
            known.remove(remembered.removeFirst());
        }
        return true;
    }

    @Override
    public void onTick(long position, long clockNs) {
        for (Sensor sensor : sensors) {
            sensor.onTick(clockNs);
        }
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        if (kind == ControlKind.SENSOR.code()) {
            SensorDefinition definition = SensorDefinition.decode(buffer, offset, length);
            Sensor sensor = new Sensor(definition.name(), definition.sourceIndex());
            sensor.isDown = down.contains(definition.sourceIndex());
            sensors.add(sensor);
        } else if (kind == ControlKind.SOURCE_DOWN.code()) {
            int source = SourceState.decode(buffer, offset, length).sourceIndex();
            down.add(source);
            sensors.stream().filter(sensor -> sensor.source == source).forEach(sensor -> sensor.isDown = true);
        } else if (kind == ControlKind.SOURCE_UP.code()) {
            SourceState state = SourceState.decode(buffer, offset, length);
            if (down.remove(state.sourceIndex())) {
                sensors.stream()
                        .filter(sensor -> sensor.source == state.sourceIndex())
                        .forEach(sensor -> sensor.onUp(state.atNs()));
            }
        }
    }

    private record Delivered(int sensorId, long eventTimeNs, double value, int quality) {}

    private final class Sensor {
        private final String name;
        private final int source;
        private boolean isDown;
        private long backUntilNs = Long.MIN_VALUE;
        private boolean hasReading;
        private long newestNs;
        private long newestReceiveNs;
        private long lastReceiveNs;
        private boolean isHi;
        private boolean isHiHi;
        private String level = "";
        /** Whether the current episode has rung at its second level: it rings once there, as nobody acknowledges. */
        private boolean hasRungHiHi;

        private String highId = "";
        private long deadlineNs;
        private boolean isGap;
        private long gapReportedNs = Long.MIN_VALUE;
        private long gapRaisedNs = Long.MIN_VALUE;
        private int gapRaises = 0;
        private String gapId = "";

        Sensor(String name, int source) {
            this.name = name;
            this.source = source;
        }

        void onReading(long eventTimeNs, long receiveTimeNs, double value) {
            lastReceiveNs = receiveTimeNs;
            if (hasReading && eventTimeNs < newestNs) {
                return; // older than the last one seen
            }
            if (!hasReading || eventTimeNs > newestNs) {
                newestNs = eventTimeNs;
                newestReceiveNs = receiveTimeNs;
            }
            limit(eventTimeNs, value);
            if (hasReading) {
                gapUntil(eventTimeNs, receiveTimeNs);
            }
            hasReading = true;
            if (isGap) {
                gapReportedNs = Math.max(eventTimeNs, gapReportedNs);
                report(gapId, "CLEARED", "null", gapReportedNs);
                isGap = false;
            }
            deadlineNs = eventTimeNs + TIMEOUT_NS;
        }

        void onTick(long clockNs) {
            if (hasReading && clockNs - lastReceiveNs >= IDLE_NS) {
                BigInteger now = BigInteger.valueOf(newestNs).add(BigInteger.valueOf(clockNs - newestReceiveNs));
                gapUntil(now.longValueExact(), clockNs);
            }
        }

        /** The whole timeout again. */
        void onUp(long atNs) {
            isDown = false;
            backUntilNs = atNs + TIMEOUT_NS;
            if (hasReading) {
                deadlineNs = Math.max(deadlineNs, newestNs + Math.max(0, atNs - newestReceiveNs) + TIMEOUT_NS);
            }
        }

        /** Time is known to be here: exactly the timeout is not missing. */
        private void gapUntil(long timeNs, long atNs) {
            if (isDown || isGap || timeNs <= deadlineNs) {
                return;
            }
            if (atNs <= backUntilNs) {
                deadlineNs = timeNs + TIMEOUT_NS;
            } else {
                isGap = true;
                gapReportedNs = Math.max(deadlineNs, gapReportedNs);
                gapRaises = gapReportedNs == gapRaisedNs ? gapRaises + 1 : 1;
                gapRaisedNs = gapReportedNs;
                gapId = "gap/1/" + name + "/" + gapRaisedNs + (gapRaises > 1 ? "-" + gapRaises : "");
                report(gapId, "RAISED", "null", gapReportedNs);
            }
        }

        private void limit(long timeNs, double value) {
            isHi = isHi ? value > HI - DEADBAND : value > HI;
            isHiHi = isHiHi ? value > HIHI - DEADBAND : value > HIHI;
            String next = isHiHi ? "HIHI" : isHi ? "HI" : "";
            if (next.equals(level)) {
                return;
            }
            if (level.isEmpty()) {
                highId = "high/1/" + name + "/" + timeNs;
                report(highId, "RAISED", next, timeNs);
                hasRungHiHi = isHiHi;
            } else if (next.isEmpty()) {
                report(highId, "CLEARED", level, timeNs);
            } else if (isHiHi && !hasRungHiHi) {
                report(highId, "LEVEL_CHANGED", next, timeNs);
                hasRungHiHi = true;
            }
            level = next;
        }

        private void report(String id, String event, String eventLevel, long timeNs) {
            Instant time = Instant.ofEpochSecond(0, timeNs);
            events.add(id + " " + event + " " + eventLevel + " " + TIME.format(time));
        }
    }
}

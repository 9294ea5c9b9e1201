package io.tocsin.gateway.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Eviction;
import io.tocsin.engine.journal.JournalGap;
import io.tocsin.engine.journal.RecordHandler;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.gateway.print.Times;
import io.tocsin.gateway.run.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Prints the records of a range as JSON, one object a line. Feed it from the journal's beginning, so that it learns the
 * sensors' names; if retention has deleted the beginning, it prints ids.
 */
public final class JournalDump implements RecordHandler, AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonGenerator json;
    private final Replay.Range range;
    private final Map<Integer, String> sensorNames = new HashMap<>();
    private final Map<Integer, String> texts = new HashMap<>();
    private long latestReceiveNs = Long.MIN_VALUE;
    private boolean ended;
    private boolean printed;

    /**
     * @param out flushed by {@link #close}, and left open
     * @param range records to print; a record without a time has that of the previous record
     */
    public JournalDump(Writer out, Replay.Range range) throws IOException {
        this.json = JSON.createGenerator(out);
        this.range = range;
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        received(receiveTimeNs);
        print(position, "reading", () -> {
            writeSensor(sensorId);
            json.writeStringField("time", Times.exact(eventTimeNs));
            json.writeStringField("received", Times.exact(receiveTimeNs));
            writeValue(value);
            json.writeStringField("quality", Quality.ofCode(quality).name());
            writeFlags(flags);
        });
    }

    @Override
    public void onTick(long position, long clockNs) {
        received(clockNs);
        print(position, "tick", () -> json.writeStringField("clock", Times.exact(clockNs)));
    }

    @Override
    public void onControl(long position, int kindCode, DirectBuffer buffer, int offset, int length) {
        ControlKind kind = ControlKind.ofCode(kindCode);
        if (kind == ControlKind.SENSOR) {
            SensorDefinition definition = SensorDefinition.decode(buffer, offset, length);
            sensorNames.put(definition.sensorId(), definition.name());
        } else if (kind == ControlKind.TEXT) {
            TextDefinition definition = TextDefinition.decode(buffer, offset, length);
            texts.put(definition.textId(), definition.text());
        } else if (kind == ControlKind.CLOCK_STEP) {
            latestReceiveNs = ClockStep.decode(buffer, offset, length).toNs();
        } else if (kind == ControlKind.SOURCE_DOWN || kind == ControlKind.SOURCE_UP) {
            received(SourceState.decode(buffer, offset, length).atNs());
        } else if (kind == ControlKind.ACTION) {
            received(OperatorAction.atNs(buffer, offset, length));
        } else if (kind == ControlKind.GAP) {
            latestReceiveNs = Math.max(
                    latestReceiveNs, JournalGap.decode(buffer, offset, length).atNs());
        }
        print(position, kind == null ? "unknown" : kind.name().toLowerCase(Locale.ROOT), () -> {
            if (kind == null) {
                json.writeNumberField("kind", kindCode);
                json.writeNumberField("bytes", length);
            } else {
                writeControl(kind, buffer, offset, length);
            }
        });
    }

    /** Flushes the output. */
    @Override
    public void close() throws IOException {
        if (printed) {
            json.writeRaw('\n');
        }
        json.close();
    }

    private void writeControl(ControlKind kind, DirectBuffer buffer, int offset, int length) throws IOException {
        switch (kind) {
            case SENSOR -> {
                SensorDefinition definition = SensorDefinition.decode(buffer, offset, length);
                writeSensor(definition.sensorId());
                json.writeNumberField("source", definition.sourceIndex());
                json.writeNumberField("dedupe", definition.dedupeCount());
                if (!definition.filter().isEmpty()) {
                    json.writeStringField("filter", definition.filter());
                }
            }
            case TEXT -> {
                TextDefinition definition = TextDefinition.decode(buffer, offset, length);
                json.writeStringField("text", definition.text());
                json.writeNumberField("textId", definition.textId());
            }
            case CLOCK_STEP -> {
                ClockStep step = ClockStep.decode(buffer, offset, length);
                json.writeStringField("from", Times.exact(step.fromNs()));
                json.writeStringField("to", Times.exact(step.toNs()));
            }
            case EVICT -> {
                json.writeArrayFieldStart("sensors");
                for (int sensorId : Eviction.decode(buffer, offset, length).sensorIds()) {
                    json.writeStartObject();
                    writeSensor(sensorId);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case GAP -> {
                JournalGap gap = JournalGap.decode(buffer, offset, length);
                json.writeNumberField("from", gap.fromPosition());
                json.writeNumberField("to", gap.toPosition());
                json.writeNumberField("reached", gap.reachedPosition());
                json.writeStringField("at", Times.exact(gap.atNs()));
                json.writeStringField("directory", gap.directory());
                json.writeStringField("reason", gap.reason());
            }
            case PLAN -> PlanJson.write(json, PlanCodec.decode(buffer, offset));
            case SOURCE_PROGRESS, SOURCE_END -> {
                SourceProgress progress = SourceProgress.decode(buffer, offset, length);
                json.writeNumberField("source", progress.sourceIndex());
                json.writeStringField("identity", Long.toHexString(progress.identity()));
                json.writeNumberField("offset", progress.offset());
            }
            case SOURCE_DOWN, SOURCE_UP -> {
                SourceState state = SourceState.decode(buffer, offset, length);
                json.writeNumberField("source", state.sourceIndex());
                json.writeStringField("at", Times.exact(state.atNs()));
                json.writeStringField("reason", state.reason());
            }
            case ACTION -> writeAction(OperatorAction.decode(buffer, offset, length));
        }
    }

    private void writeAction(OperatorAction action) throws IOException {
        json.writeStringField("action", action.kind().word());
        json.writeStringField("at", Times.exact(action.atNs()));
        writeGiven("alarm", action.alarm());
        writeGiven("sensor", action.sensor());
        writeGiven("id", action.id());
        writeGiven("eventId", action.eventId());
        writeGiven("actionId", action.actionId());
        writeGiven("by", action.by());
        writeGiven("why", action.why());
        if (action.durationNs() != 0) {
            json.writeNumberField("durationNs", action.durationNs());
        }
    }

    private void writeGiven(String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private void writeValue(double value) throws IOException {
        if (TextValue.isText(value)) {
            String text = TextValue.isOther(value) ? TextValue.OTHER : texts.get(TextValue.id(value));
            if (text != null) {
                json.writeStringField("value", text);
            } else {
                json.writeNumberField("textId", TextValue.id(value));
            }
        } else if (Double.isFinite(value)) {
            json.writeNumberField("value", value);
        }
    }

    private void writeSensor(int sensorId) throws IOException {
        String name = sensorNames.get(sensorId);
        if (name != null) {
            json.writeStringField("sensor", name);
        }
        json.writeNumberField("sensorId", sensorId);
    }

    private void writeFlags(int flags) throws IOException {
        if (flags == ReadingFlags.NONE) {
            return;
        }
        json.writeArrayFieldStart("flags");
        writeFlag(flags, ReadingFlags.FUTURE, "FUTURE");
        writeFlag(flags, ReadingFlags.RETAINED, "RETAINED");
        writeFlag(flags, ReadingFlags.NO_EVENT_TIME, "NO_EVENT_TIME");
        writeFlag(flags, ReadingFlags.REDELIVERABLE, "REDELIVERABLE");
        json.writeEndArray();
    }

    private void writeFlag(int flags, int flag, String name) throws IOException {
        if ((flags & flag) != 0) {
            json.writeString(name);
        }
    }

    private void received(long receiveTimeNs) {
        latestReceiveNs = Math.max(latestReceiveNs, receiveTimeNs);
        ended |= receiveTimeNs > range.toNs();
    }

    private boolean isInRange(long position) {
        return !ended
                && position >= range.fromPosition()
                && position < range.toPosition()
                && latestReceiveNs >= range.fromNs();
    }

    private void print(long position, String type, Fields fields) {
        if (!isInRange(position)) {
            return;
        }
        try {
            json.writeStartObject();
            json.writeNumberField("position", position);
            json.writeStringField("type", type);
            fields.write();
            json.writeEndObject();
            printed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of one record beyond position and type. */
    @FunctionalInterface
    private interface Fields {
        void write() throws IOException;
    }
}

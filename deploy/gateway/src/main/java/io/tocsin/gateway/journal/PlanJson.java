package io.tocsin.gateway.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.LimitRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StateRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.StuckRule;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.LimitLevel;
import io.tocsin.engine.plan.alarm.OnBad;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.plan.Descriptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** A plan as fields of a JSON object, with the names of the configuration. */
final class PlanJson {
    private PlanJson() {}

    static void write(JsonGenerator json, Plan plan) throws IOException {
        json.writeStringField("gateway", plan.gateway());
        json.writeStringField("idleAfter", Durations.format(plan.idleAfterNs()));
        if (plan.resetAfterNs() > 0) {
            json.writeStringField("resetAfter", Durations.format(plan.resetAfterNs()));
        }
        if (plan.maxDerived() != Plan.UNBOUNDED) {
            json.writeNumberField("maxDerivedSensors", plan.maxDerived());
        }
        if (plan.scope() == TimeScope.SOURCE) {
            json.writeStringField("scope", "source");
        }
        json.writeArrayFieldStart("sources");
        for (SourceNode source : plan.sources()) {
            json.writeStartObject();
            json.writeStringField("name", source.name());
            json.writeStringField("type", source.type());
            json.writeStringField("detail", source.detail());
            if (source.rememberedCount() > 0) {
                json.writeNumberField("remembered", source.rememberedCount());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!plan.streams().isEmpty()) {
            json.writeArrayFieldStart("streams");
            for (DerivedNode stream : plan.streams()) {
                if (stream instanceof StreamNode windows) {
                    writeStream(json, windows);
                } else if (stream instanceof JoinNode join) {
                    writeJoin(json, join);
                } else {
                    writeProcess(json, (ProcessNode) stream);
                }
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("alarms");
        for (AlarmRule rule : plan.alarms()) {
            writeAlarm(json, rule);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sinks");
        for (SinkNode sink : plan.sinks()) {
            json.writeStartObject();
            json.writeStringField("name", sink.name());
            json.writeStringField("type", sink.type());
            json.writeStringField("detail", sink.detail());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeAlarm(JsonGenerator json, AlarmRule rule) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", rule.name());
        json.writeStringField("sensor", rule.selector().filter());
        json.writeStringField("type", rule.type().label());
        if (rule instanceof LimitRule limit) {
            for (LimitLevel level : limit.levels()) {
                writeLevel(json, level);
            }
            json.writeStringField("onDelay", Durations.format(limit.onDelayNs()));
            json.writeStringField("offDelay", Durations.format(limit.offDelayNs()));
        } else if (rule instanceof MissingRule missing) {
            json.writeStringField("timeout", Durations.format(missing.timeoutNs()));
            json.writeStringField("of", missing.group() ? "group" : "each");
        } else if (rule instanceof StuckRule stuck) {
            writeStuck(json, stuck);
        } else if (rule instanceof StateRule state) {
            writeStates(json, "in", state.in());
            if (!state.clear().isEmpty()) {
                writeStates(json, "clear", state.clear());
            }
        }
        if (rule.onBad() != OnBad.HOLD) {
            json.writeStringField("onBad", rule.onBad().label());
        }
        if (rule.reorderNs() == AlarmRule.IN_ARRIVAL_ORDER) {
            json.writeStringField("order", "arrival");
        } else {
            json.writeStringField("reorder", Durations.format(rule.reorderNs()));
        }
        json.writeStringField("priority", rule.priority().label());
        json.writeStringField("message", rule.message());
        writeTexts(json, "sinks", rule.sinks());
        json.writeEndObject();
    }

    private static void writeStates(JsonGenerator json, String name, StateSet states) throws IOException {
        json.writeArrayFieldStart(name);
        for (double number : states.numbers()) {
            json.writeNumber(number);
        }
        for (String text : states.texts()) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeStuck(JsonGenerator json, StuckRule stuck) throws IOException {
        json.writeStringField("hold", Durations.format(stuck.holdNs()));
        json.writeNumberField("tolerance", stuck.tolerance());
        json.writeNumberField("minSamples", stuck.minSamples());
        if (stuck.maxGapNs() != StuckRule.ANY_GAP) {
            json.writeStringField("maxGap", Durations.format(stuck.maxGapNs()));
        }
        if (stuck.ignoreAbsAtMost() != StuckRule.IGNORE_NOTHING) {
            json.writeNumberField("ignoreAbsAtMost", stuck.ignoreAbsAtMost());
        }
    }

    private static void writeStream(JsonGenerator json, StreamNode stream) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", stream.name());
        json.writeStringField("from", stream.selector().filter());
        if (!stream.groupBy().isEmpty()) {
            json.writeStringField("groupBy", stream.groupBy());
        }
        json.writeStringField("window", Descriptions.window(stream.window()));
        writeTexts(
                json,
                "aggregates",
                stream.aggregates().stream().map(Aggregate::label).toList());
        if (!stream.timeIn().isEmpty()) {
            json.writeObjectFieldStart("timeIn");
            for (TimeInState state : stream.timeIn()) {
                json.writeStringField(state.name(), Descriptions.range(state));
            }
            json.writeEndObject();
        }
        json.writeStringField("outOfOrderness", Durations.format(stream.outOfOrdernessNs()));
        json.writeStringField("lateness", Durations.format(stream.latenessNs()));
        json.writeStringField("late", stream.late().name().toLowerCase(Locale.ROOT));
        json.writeStringField("emit", stream.emit().name().toLowerCase(Locale.ROOT));
        writeTexts(json, "sinks", stream.sinks());
        json.writeEndObject();
    }

    private static void writeJoin(JsonGenerator json, JoinNode join) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", join.name());
        json.writeStringField("from", join.left().selector().filter());
        json.writeStringField("groupBy", join.left().groupBy());
        json.writeObjectFieldStart("join");
        json.writeStringField("with", join.right().selector().filter());
        json.writeStringField("groupBy", join.right().groupBy());
        json.writeStringField("on", Descriptions.join(join));
        json.writeEndObject();
        writeTexts(json, "values", join.values().stream().map(JoinValue::label).toList());
        json.writeStringField("outOfOrderness", Durations.format(join.outOfOrdernessNs()));
        writeTexts(json, "sinks", join.sinks());
        json.writeEndObject();
    }

    private static void writeProcess(JsonGenerator json, ProcessNode process) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", process.name());
        json.writeStringField("from", process.selector().filter());
        if (!process.groupBy().isEmpty()) {
            json.writeStringField("groupBy", process.groupBy());
        }
        json.writeStringField("function", process.function());
        json.writeNumberField("version", process.functionVersion());
        writeTexts(json, "sideOutputs", process.sideOutputs());
        if (process.broadcast() != null) {
            json.writeStringField("broadcast", process.broadcast().filter());
        }
        json.writeStringField("outOfOrderness", Durations.format(process.outOfOrdernessNs()));
        json.writeBooleanField("inOrder", process.inOrder());
        writeTexts(json, "sinks", process.sinks());
        json.writeEndObject();
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeLevel(JsonGenerator json, LimitLevel level) throws IOException {
        json.writeObjectFieldStart(level.level().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("limit", level.limit());
        json.writeNumberField("deadband", level.deadband());
        json.writeStringField("priority", level.priority().label());
        json.writeEndObject();
    }
}

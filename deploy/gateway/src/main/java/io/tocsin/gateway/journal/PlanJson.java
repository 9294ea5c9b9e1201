package io.tocsin.gateway.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.gateway.config.alarm.AlarmKinds;
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
                writeDerived(json, stream);
            }
            json.writeEndArray();
        }
        json.writeArrayFieldStart("alarms");
        for (AlarmRule rule : plan.alarms()) {
            writeAlarm(json, rule, plan.lifeCycles().get(rule.name()));
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

    private static void writeAlarm(JsonGenerator json, AlarmRule rule, LifeCycle lifeCycle) throws IOException {
        json.writeStartObject();
        AlarmKinds.writeFields(rule, json);
        writeTexts(json, "sinks", rule.sinks());
        if (lifeCycle != null) {
            writeLifeCycle(json, lifeCycle);
        }
        json.writeEndObject();
    }

    private static void writeLifeCycle(JsonGenerator json, LifeCycle lifeCycle) throws IOException {
        json.writeStringField("ack", lifeCycle.ackRequired() ? "required" : "none");
        json.writeBooleanField("latch", lifeCycle.latch());
        json.writeStringField("reAlarm", Durations.format(lifeCycle.reAlarmNs()));
        json.writeStringField("remind", Durations.format(lifeCycle.remindNs()));
        json.writeStringField("maxShelve", Durations.format(lifeCycle.maxShelveNs()));
        if (lifeCycle.settleNs() != LifeCycle.ON_DELAY) {
            json.writeStringField("settle", Durations.format(lifeCycle.settleNs()));
        }
        if (!lifeCycle.group().isEmpty()) {
            json.writeStringField("group", lifeCycle.group());
        }
        if (!lifeCycle.suppressWhen().isEmpty()) {
            json.writeObjectFieldStart("suppressWhen");
            json.writeStringField("alarm", lifeCycle.suppressWhen());
            json.writeStringField("groupBy", lifeCycle.suppressKey());
            json.writeEndObject();
        }
    }

    private static void writeDerived(JsonGenerator json, DerivedNode stream) throws IOException {
        switch (stream.kind()) {
            case STREAM -> writeStream(json, (StreamNode) stream);
            case JOIN -> writeJoin(json, (JoinNode) stream);
            case PROCESS -> writeProcess(json, (ProcessNode) stream);
            case ALARM -> throw new IllegalArgumentException("an alarm is no stream, name=" + stream.name());
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
        if (stream.carryForNs() != StreamNode.NO_CARRY) {
            json.writeStringField("carryFor", Durations.format(stream.carryForNs()));
        }
        if (stream.rollover() != StreamNode.NO_ROLLOVER) {
            json.writeNumberField("rollover", stream.rollover());
        }
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
}

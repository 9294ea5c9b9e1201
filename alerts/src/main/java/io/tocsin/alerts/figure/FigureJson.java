package io.tocsin.alerts.figure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tocsin.alerts.event.EventTimes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A report as one JSON object. Durations are in seconds, shares from 0 to 1. */
public final class FigureJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final double NS_PER_S = 1e9;

    private FigureJson() {}

    /** The report's text, one line. */
    public static String of(FigureReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            FigureRange range = report.range();
            json.writeStartObject();
            json.writeStringField("from", EventTimes.iso(range.fromNs()));
            json.writeStringField("to", EventTimes.iso(range.toNs()));
            json.writeNumberField("positions", range.positions());
            json.writeNumberField("fleetingBelow", range.fleetingNs() / NS_PER_S);
            json.writeObjectFieldStart("manageablePerDay");
            json.writeNumberField("IEC 62682", FigureReport.MANAGEABLE_IEC);
            json.writeNumberField("ISA-18.2-2009", FigureReport.MANAGEABLE_ISA_2009);
            json.writeEndObject();
            json.writeFieldName("all");
            write(json, report.all());
            json.writeArrayFieldStart("areas");
            for (Figures area : report.areas()) {
                write(json, area);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Figures figures) throws IOException {
        json.writeStartObject();
        json.writeStringField("area", figures.area());
        json.writeNumberField("alarms", figures.alarms());
        json.writeNumberField("perTenMinutes", figures.perTenMinutes());
        json.writeNumberField("perDayAndPosition", figures.perDay());
        writePeak(json, "peakBin", "begin", figures.peakBin());
        writePeak(json, "peak", "at", figures.peak());
        json.writeObjectFieldStart("floods");
        json.writeNumberField("count", figures.floods().count());
        json.writeNumberField("shareOfTime", figures.floods().shareOfTime());
        writeSeconds(json, "longest", figures.floods().longestNs());
        json.writeEndObject();
        json.writeObjectFieldStart("chattering");
        json.writeNumberField("alarms", figures.chattering().alarms());
        json.writeNumberField("periods", figures.chattering().periods());
        json.writeNumberField("raises", figures.chattering().raises());
        writeSeconds(json, "time", figures.chattering().timeNs());
        json.writeEndObject();
        json.writeNumberField("fleeting", figures.fleeting());
        json.writeObjectFieldStart("stale");
        json.writeNumberField("count", figures.stale().count());
        json.writeNumberField("stillActive", figures.stale().stillActive());
        writeSeconds(json, "longest", figures.stale().longestNs());
        json.writeEndObject();
        writeTop(json, figures);
        writeCounts(json, "priorities", figures.priorities());
        json.writeObjectFieldStart("response");
        json.writeNumberField("acknowledged", figures.response().acknowledged());
        writeSeconds(json, "median", figures.response().medianNs());
        writeSeconds(json, "p90", figures.response().p90Ns());
        json.writeNumberField("overTenMinutes", figures.response().overTenMinutes());
        json.writeEndObject();
        json.writeObjectFieldStart("hidden");
        writeHidden(json, "shelved", figures.shelved());
        writeHidden(json, "suppressed", figures.suppressed());
        writeHidden(json, "outOfService", figures.outOfService());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writePeak(JsonGenerator json, String name, String time, Figures.Peak peak) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", peak.count());
        if (peak.count() > 0) {
            json.writeStringField(time, EventTimes.iso(peak.atNs()));
        }
        json.writeEndObject();
    }

    private static void writeTop(JsonGenerator json, Figures figures) throws IOException {
        json.writeArrayFieldStart("top");
        for (Figures.Frequent frequent : figures.top()) {
            json.writeStartObject();
            json.writeStringField("alarm", frequent.alarm());
            json.writeStringField("sensor", frequent.sensor());
            json.writeNumberField("count", frequent.count());
            json.writeNumberField("share", frequent.share());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHidden(JsonGenerator json, String name, Figures.Hidden hidden) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", hidden.count());
        writeSeconds(json, "time", hidden.timeNs());
        json.writeNumberField("activeAtExpiry", hidden.activeAtExpiry());
        writeCounts(json, "by", hidden.by());
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void writeSeconds(JsonGenerator json, String name, long ns) throws IOException {
        json.writeNumberField(name, ns / NS_PER_S);
    }
}

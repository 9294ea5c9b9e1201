package io.tocsin.bench.part;

import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TimeConfig;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bytes to readings: an operation is one reading, of {@value #PAYLOADS} different payloads in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBench {
    private static final int READINGS = 6_400;
    private static final int PAYLOADS = 64;
    private static final int ELEMENTS = READINGS / PAYLOADS;
    private static final TopicLevels TOPIC = new TopicLevels("plant/line1/press3");

    /** Shape of a payload. */
    public enum Shape {
        NUMBER,
        JSON_2,
        JSON_6,
        /** A number in quotes. */
        JSON_QUOTED,
        /** A word, and a quality in codes. */
        JSON_WORD,
        /** An array of 100 elements with name, value, quality and time; the name is a part of the sensor's. */
        JSON_ARRAY
    }

    @Param
    private Shape shape;

    private byte[][] payloads;
    private PayloadReader reader;
    private final Readings readings = new Readings();

    @Setup
    public void makePayloads() {
        boolean isArray = shape == Shape.JSON_ARRAY;
        payloads = new byte[isArray ? PAYLOADS : READINGS][];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = payload(i).getBytes(StandardCharsets.UTF_8);
        }
        reader = config().reader(NameTemplate.parse(isArray ? "{topic}/{id}" : "{topic}"));
    }

    private PayloadConfig config() {
        if (shape == Shape.NUMBER) {
            return PayloadConfig.number(ValueRule.PLAIN);
        }
        QualityMapping quality = switch (shape) {
            case JSON_WORD -> new QualityMapping("q", OpcCodes.OPC_UA);
            case JSON_ARRAY -> new QualityMapping("q", OpcCodes.OPC_UA);
            default -> null;
        };
        return PayloadConfig.json(new Mapping(
                shape == Shape.JSON_ARRAY ? MemberPath.parse("values[]") : MemberPath.SELF,
                List.of(ValueConfig.at("value", ValueRule.PLAIN)),
                List.of(),
                TimeConfig.at("ts", TimeFormat.MS),
                quality));
    }

    private String payload(int i) {
        String value = (200 + i * 37 % 700) / 10 + "." + i * 13 % 100;
        long timeMs = 1_760_000_000_000L + i * 97L;
        return switch (shape) {
            case NUMBER -> value;
            case JSON_2 -> "{\"ts\":" + timeMs + ",\"value\":" + value + "}";
            case JSON_6 ->
                "{\"id\":\"line" + i % 7 + "\",\"ts\":" + timeMs + ",\"unit\":\"C\",\"seq\":" + i
                        + ",\"ok\":true,\"value\":" + value + "}";
            case JSON_QUOTED -> "{\"ts\":" + timeMs + ",\"value\":\"" + value + "\"}";
            case JSON_WORD -> "{\"ts\":" + timeMs + ",\"value\":\"" + (i % 3 == 0 ? "RUN" : "STOP") + "\",\"q\":0}";
            case JSON_ARRAY -> array(i);
        };
    }

    private static String array(int i) {
        StringBuilder text = new StringBuilder("{\"timestamp\":1760000000000,\"values\":[");
        for (int k = 0; k < ELEMENTS; k++) {
            int n = i * ELEMENTS + k;
            text.append(k == 0 ? "" : ",")
                    .append("{\"id\":\"tag")
                    .append(k)
                    .append("\",\"value\":")
                    .append((200 + n * 37 % 700) / 10 + "." + n * 13 % 100)
                    .append(",\"q\":true,\"ts\":")
                    .append(1_760_000_000_000L + n * 97L)
                    .append('}');
        }
        return text.append("]}").toString();
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public double decode() {
        double sum = 0;
        for (byte[] payload : payloads) {
            reader.read(payload, 0, payload.length, TOPIC, readings);
            for (int i = 0; i < readings.size(); i++) {
                sum += readings.value(i) + readings.eventTimeNs(i) + readings.nameLength(i);
            }
        }
        return sum;
    }
}

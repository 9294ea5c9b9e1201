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
import io.tocsin.ingest.payload.PayloadFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        /** An element of {@link #JSON_ARRAY} as a message of its own. */
        JSON_ELEMENT,
        /** An array of 100 elements with name, value, quality and time; the name is a part of the sensor's. */
        JSON_ARRAY,
        /** Time and value, as {@link #JSON_2}. */
        CBOR_2,
        /** Time and value, as {@link #JSON_2}. */
        MSGPACK_2,
        /** A pack of 100 records with name, time and value. */
        SENML,
        /** 100 lines with two tags, a field and a time. */
        INFLUX
    }

    @Param
    private Shape shape;

    private byte[][] payloads;
    private PayloadReader reader;
    private final Readings readings = new Readings();

    @Setup
    public void makePayloads() {
        boolean hasMany = shape == Shape.JSON_ARRAY || shape == Shape.SENML || shape == Shape.INFLUX;
        payloads = new byte[hasMany ? PAYLOADS : READINGS][];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = payload(i);
        }
        PayloadConfig config = config();
        String recordName = config.format().recordName();
        String name = isElement() ? "{topic}/{id}" : recordName != null ? recordName : "{topic}";
        reader = config.reader(NameTemplate.parse(name));
    }

    private boolean isElement() {
        return shape == Shape.JSON_ARRAY || shape == Shape.JSON_ELEMENT;
    }

    private PayloadConfig config() {
        PayloadFormat format = switch (shape) {
            case NUMBER -> PayloadFormat.NUMBER;
            case CBOR_2 -> PayloadFormat.CBOR;
            case MSGPACK_2 -> PayloadFormat.MSGPACK;
            case SENML -> PayloadFormat.SENML;
            case INFLUX -> PayloadFormat.INFLUX;
            default -> PayloadFormat.JSON;
        };
        if (!format.hasMembers()) {
            return PayloadConfig.scalar(format, ValueRule.PLAIN);
        }
        QualityMapping quality = switch (shape) {
            case JSON_WORD -> new QualityMapping("q", OpcCodes.OPC_UA);
            case JSON_ARRAY, JSON_ELEMENT -> new QualityMapping("q", OpcCodes.OPC_UA);
            default -> null;
        };
        Mapping mapping = new Mapping(
                shape == Shape.JSON_ARRAY ? MemberPath.parse("values[]") : MemberPath.SELF,
                List.of(ValueConfig.at("value", ValueRule.PLAIN)),
                List.of(),
                TimeConfig.at("ts", TimeFormat.MS),
                quality);
        return new PayloadConfig(format, mapping);
    }

    private byte[] payload(int i) {
        return shape == Shape.CBOR_2 || shape == Shape.MSGPACK_2 ? binary(i) : text(i).getBytes(StandardCharsets.UTF_8);
    }

    /** A map of two members: a time of 64 bits and a double. */
    private byte[] binary(int i) {
        boolean isCbor = shape == Shape.CBOR_2;
        ByteBuffer out = ByteBuffer.allocate(32);
        out.put((byte) (isCbor ? 0xA2 : 0x82));
        out.put((byte) (isCbor ? 0x62 : 0xA2)).put(new byte[] {'t', 's'});
        out.put((byte) (isCbor ? 0x1B : 0xCF)).putLong(timeMs(i));
        out.put((byte) (isCbor ? 0x65 : 0xA5)).put(new byte[] {'v', 'a', 'l', 'u', 'e'});
        out.put((byte) (isCbor ? 0xFB : 0xCB)).putDouble(Double.parseDouble(value(i)));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static String value(int i) {
        return (200 + i * 37 % 700) / 10 + "." + i * 13 % 100;
    }

    private static long timeMs(int i) {
        return 1_760_000_000_000L + i * 97L;
    }

    private String text(int i) {
        String value = value(i);
        long timeMs = timeMs(i);
        return switch (shape) {
            case NUMBER -> value;
            case JSON_2 -> "{\"ts\":" + timeMs + ",\"value\":" + value + "}";
            case JSON_6 ->
                "{\"id\":\"line" + i % 7 + "\",\"ts\":" + timeMs + ",\"unit\":\"C\",\"seq\":" + i
                        + ",\"ok\":true,\"value\":" + value + "}";
            case JSON_QUOTED -> "{\"ts\":" + timeMs + ",\"value\":\"" + value + "\"}";
            case JSON_WORD -> "{\"ts\":" + timeMs + ",\"value\":\"" + (i % 3 == 0 ? "RUN" : "STOP") + "\",\"q\":0}";
            case JSON_ELEMENT -> element(i % ELEMENTS, i);
            case JSON_ARRAY -> array(i);
            case SENML -> pack(i);
            case INFLUX -> lines(i);
            case CBOR_2, MSGPACK_2 -> throw new IllegalStateException("no text, shape=" + shape);
        };
    }

    private static String pack(int i) {
        StringBuilder text = new StringBuilder("[{\"bn\":\"urn:dev:mac:0024befffe804ff1/\",\"bt\":1760000000}");
        for (int k = 0; k < ELEMENTS; k++) {
            int n = i * ELEMENTS + k;
            text.append(",{\"n\":\"tag").append(k).append("\",\"t\":").append(n * 97L / 1000.0);
            text.append(",\"v\":").append(value(n)).append('}');
        }
        return text.append(']').toString();
    }

    private static String lines(int i) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < ELEMENTS; k++) {
            int n = i * ELEMENTS + k;
            text.append("press,host=gw1,tag=t").append(k).append(" value=").append(value(n));
            text.append(' ').append(timeMs(n)).append("000000\n");
        }
        return text.toString();
    }

    private static String element(int tag, int i) {
        return "{\"id\":\"tag" + tag + "\",\"value\":" + value(i) + ",\"q\":true,\"ts\":" + timeMs(i) + "}";
    }

    private static String array(int i) {
        StringBuilder text = new StringBuilder("{\"timestamp\":1760000000000,\"values\":[");
        for (int k = 0; k < ELEMENTS; k++) {
            int n = i * ELEMENTS + k;
            text.append(k == 0 ? "" : ",").append(element(k, n));
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

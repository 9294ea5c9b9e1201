package io.tocsin.bench.part;

import io.tocsin.ingest.decode.DecodedPayload;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.PayloadConfig;
import io.tocsin.ingest.decode.PayloadDecoder;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeUnits;
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

/** Bytes to a reading: an operation is one payload, {@value #PAYLOADS} different ones in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBench {
    private static final int PAYLOADS = 256;

    /** Shape of a payload. */
    public enum Shape {
        NUMBER,
        JSON_2,
        JSON_6,
        /** A number in quotes. */
        JSON_QUOTED,
        /** A word, and a quality in codes. */
        JSON_WORD
    }

    @Param
    private Shape shape;

    private final byte[][] payloads = new byte[PAYLOADS][];
    private PayloadDecoder decoder;
    private DecodedPayload decoded;

    @Setup
    public void makePayloads() {
        for (int i = 0; i < PAYLOADS; i++) {
            payloads[i] = payload(i).getBytes(StandardCharsets.UTF_8);
        }
        PayloadConfig config = shape == Shape.NUMBER
                ? new PayloadConfig(PayloadConfig.Format.NUMBER, List.of(), null, TimeUnits.MS, null)
                : new PayloadConfig(
                        PayloadConfig.Format.JSON,
                        List.of("value"),
                        "ts",
                        TimeUnits.MS,
                        shape == Shape.JSON_WORD ? new QualityMapping("q", OpcCodes.OPC_UA) : null,
                        false);
        decoder = PayloadDecoder.of(config);
        decoded = new DecodedPayload(decoder.memberCount());
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
        };
    }

    @Benchmark
    @OperationsPerInvocation(PAYLOADS)
    public double decode() {
        double sum = 0;
        for (byte[] payload : payloads) {
            decoder.decode(payload, 0, payload.length, decoded);
            sum += decoded.value(0) + decoded.eventTimeNs();
        }
        return sum;
    }
}

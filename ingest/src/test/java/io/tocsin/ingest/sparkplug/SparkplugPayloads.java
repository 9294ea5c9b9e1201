package io.tocsin.ingest.sparkplug;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric;

/** Payloads for tests, written by Tahu's protocol buffers. */
public final class SparkplugPayloads {
    private SparkplugPayloads() {}

    /** A kept payload. */
    public static byte[] kept(String name) {
        try (InputStream in = SparkplugPayloads.class.getResourceAsStream("/sparkplug/" + name + ".bin")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A payload with a sequence number. */
    public static byte[] payload(long timeMs, int seq, List<Metric> metrics) {
        return Payload.newBuilder()
                .setTimestamp(timeMs)
                .setSeq(seq)
                .addAllMetrics(metrics)
                .build()
                .toByteArray();
    }

    /** A death certificate. */
    public static byte[] death(long bdSeq) {
        return Payload.newBuilder().addMetrics(bdSeq(bdSeq)).build().toByteArray();
    }

    /** The number that pairs a birth with its death. */
    public static Metric bdSeq(long bdSeq) {
        return Metric.newBuilder()
                .setName("bdSeq")
                .setDatatype(MetricType.INT64)
                .setLongValue(bdSeq)
                .build();
    }

    /** A metric of a birth. */
    public static Metric birth(String name, long alias, long timeMs, double value) {
        return Metric.newBuilder()
                .setName(name)
                .setAlias(alias)
                .setTimestamp(timeMs)
                .setDatatype(MetricType.DOUBLE)
                .setDoubleValue(value)
                .build();
    }

    /** A metric of data. */
    public static Metric data(long alias, long timeMs, double value) {
        return Metric.newBuilder()
                .setAlias(alias)
                .setTimestamp(timeMs)
                .setDoubleValue(value)
                .build();
    }

    /** A metric of bytes, which no reading can hold. */
    public static Metric bytes(String name, long alias) {
        return Metric.newBuilder()
                .setName(name)
                .setAlias(alias)
                .setDatatype(17)
                .setBytesValue(ByteString.copyFrom(new byte[] {1, 2}))
                .build();
    }
}

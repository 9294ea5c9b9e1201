package io.tocsin.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.mapping.Readings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.PropertySet;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.PropertyValue;
import org.junit.jupiter.api.Test;

/** Random payloads: our reader against the decoder of Eclipse Tahu, the reference implementation. */
@SuppressWarnings("JavaUtilDate") // of Tahu
class MetricValuesModelTest {
    private static final int PAYLOADS = Integer.getInteger("tocsin.documents", 20_000);
    private static final List<String> TEXTS = List.of("AUTO", "7", "é", "a\nb", "", "x".repeat(129), "x".repeat(128));
    private static final List<String> KEYS = List.of("engUnit", "Quality", "engLow", "quality");
    private static final long[] EDGES = {
        0, 1, 127, 128, 255, 32_767, 32_768, 65_535, 1L << 31, (1L << 32) - 1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE
    };

    private final SparkplugPayload payload = new SparkplugPayload();
    private final MetricFields fields = new MetricFields();
    private final Readings readings = new Readings();

    @Test
    void shouldAgreeWithTahu() throws Exception {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("MetricValuesModelTest seed=" + seed);
        Random random = new Random(seed);
        int values = 0;
        for (int i = 0; i < PAYLOADS; i++) {
            Payload.Builder builder = Payload.newBuilder().setTimestamp(random.nextLong() >>> 20);
            if (random.nextBoolean()) {
                builder.setSeq(random.nextInt(256));
            }
            int count = random.nextInt(5);
            for (int k = 0; k < count; k++) {
                builder.addMetrics(metric(random, "m" + k));
            }
            if (random.nextInt(10) == 0) {
                builder.setUuid("u").setBody(ByteString.copyFrom(new byte[random.nextInt(9)]));
            }
            byte[] bytes = builder.build().toByteArray();
            SparkplugBPayload theirs = new SparkplugBPayloadDecoder().buildFromByteArray(bytes, null);
            assertThat(payload.read(bytes, 0, bytes.length)).isTrue();
            assertThat(payload.timestampMs()).isEqualTo(theirs.getTimestamp().getTime());
            assertThat(payload.seq())
                    .isEqualTo(builder.hasSeq() ? theirs.getSeq().intValue() : -1);
            assertThat(payload.metricCount()).isEqualTo(theirs.getMetrics().size());
            for (int k = 0; k < count; k++) {
                payload.metric(k, fields);
                check(builder.getMetrics(k), theirs.getMetrics().get(k));
                values++;
            }
        }
        assertThat(values).isGreaterThan(PAYLOADS);
    }

    private void check(SparkplugBProto.Payload.Metric sent, Metric theirs) {
        String shown = sent.toString();
        assertThat(new String(
                        fields.bytes(), fields.nameFrom(), fields.nameTo() - fields.nameFrom(), StandardCharsets.UTF_8))
                .isEqualTo(theirs.getName());
        assertThat(fields.hasAlias()).isEqualTo(theirs.hasAlias());
        if (fields.hasAlias()) {
            assertThat(fields.alias()).isEqualTo(theirs.getAlias());
        }
        assertThat(fields.timestampMs()).isEqualTo(theirs.getTimestamp().getTime());
        assertThat(fields.isHistorical()).isEqualTo(Boolean.TRUE.equals(theirs.getIsHistorical()));
        assertThat(fields.isNull()).isEqualTo(Boolean.TRUE.equals(theirs.isNull()));
        readings.clear();
        int i = readings.add(0);
        MetricValues.set(readings, i, fields, sent.getDatatype());
        if (!MetricType.isScalar(sent.getDatatype())) {
            assertThat(readings.refusal(i)).as(shown).isEqualTo(Counter.DROPPED_UNSUPPORTED_TYPE);
            return;
        }
        Object value = sent.getIsNull() ? null : theirs.getValue();
        if (value instanceof String text) {
            assertThat(readings.isUndecided(i)).as(shown).isTrue();
            byte[] bytes = readings.text(i);
            int from = readings.textFrom(i);
            assertThat(Arrays.copyOfRange(bytes, from, from + readings.textLength(i)))
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        double number = number(value);
        assertThat(readings.refusal(i)).as(shown).isNull();
        assertThat(readings.value(i))
                .as(shown)
                .isEqualTo(Double.valueOf(Double.isInfinite(number) ? Double.NaN : number));
        boolean isBad = Double.isNaN(readings.value(i)) || quality(sent) == 0 || quality(sent) == 500;
        assertThat(Quality.ofCode(readings.quality(i))).as(shown).isEqualTo(isBad ? Quality.BAD : Quality.GOOD);
    }

    private static int quality(SparkplugBProto.Payload.Metric sent) {
        int key = sent.getProperties().getKeysList().indexOf("Quality");
        return key < 0 ? 192 : sent.getProperties().getValues(key).getIntValue();
    }

    private static double number(Object value) {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (value instanceof Date date) {
            return date.getTime();
        }
        return value instanceof BigInteger big ? big.doubleValue() : ((Number) value).doubleValue();
    }

    private static SparkplugBProto.Payload.Metric metric(Random random, String name) {
        int type = 1 + random.nextInt(15);
        SparkplugBProto.Payload.Metric.Builder metric = SparkplugBProto.Payload.Metric.newBuilder()
                .setName(name)
                .setTimestamp(random.nextLong() >>> 20)
                .setDatatype(type);
        if (random.nextBoolean()) {
            metric.setAlias(random.nextLong() >>> random.nextInt(63));
        }
        if (random.nextInt(4) == 0) {
            metric.setIsHistorical(random.nextBoolean()).setIsTransient(random.nextBoolean());
        }
        if (random.nextInt(3) == 0) {
            metric.setProperties(properties(random));
        }
        if (random.nextInt(12) == 0) {
            return metric.setIsNull(true).build();
        }
        if (random.nextInt(20) == 0) {
            return metric.setDatatype(17)
                    .setBytesValue(ByteString.copyFrom(new byte[random.nextInt(5)]))
                    .build();
        }
        long bits = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
        switch (type) {
            case MetricType.INT8 -> metric.setIntValue((byte) bits);
            case MetricType.INT16 -> metric.setIntValue((short) bits);
            case MetricType.INT32, MetricType.UINT32 -> metric.setIntValue((int) bits);
            case MetricType.UINT8 -> metric.setIntValue((int) bits & 0xFF);
            case MetricType.UINT16 -> metric.setIntValue((int) bits & 0xFFFF);
            case MetricType.INT64, MetricType.UINT64 -> metric.setLongValue(bits);
            case MetricType.DATE_TIME -> metric.setLongValue(bits >>> 20);
            case MetricType.FLOAT -> metric.setFloatValue(random.nextInt(9) == 0 ? Float.NaN : random.nextFloat());
            case MetricType.DOUBLE -> metric.setDoubleValue(Double.longBitsToDouble(random.nextLong()));
            case MetricType.BOOLEAN -> metric.setBooleanValue(random.nextBoolean());
            case MetricType.UUID -> metric.setStringValue(new UUID(bits, bits).toString());
            default -> metric.setStringValue(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return metric.build();
    }

    private static PropertySet properties(Random random) {
        PropertySet.Builder properties = PropertySet.newBuilder();
        for (String key : KEYS) {
            if (random.nextBoolean()) {
                properties.addKeys(key);
                properties.addValues(
                        key.equals("Quality")
                                ? PropertyValue.newBuilder()
                                        .setType(MetricType.INT32)
                                        .setIntValue(List.of(0, 192, 500).get(random.nextInt(3)))
                                : PropertyValue.newBuilder()
                                        .setType(MetricType.STRING)
                                        .setStringValue("bar"));
            }
        }
        return properties.build();
    }

    @Test
    void shouldReadWhatOtherEncodersWrite() {
        assertThat(value(
                        MetricType.INT8,
                        SparkplugBProto.Payload.Metric.newBuilder().setIntValue(0xFE)))
                .as("8 bits of two's complement")
                .isEqualTo(-2);
        assertThat(value(
                        MetricType.UINT32,
                        SparkplugBProto.Payload.Metric.newBuilder().setLongValue(4_000_000_000L)))
                .as("the field of Sparkplug 2.2")
                .isEqualTo(4_000_000_000.0);
        assertThat(value(
                        MetricType.INT32,
                        SparkplugBProto.Payload.Metric.newBuilder().setLongValue(-5)))
                .isEqualTo(-5);
        assertThat(value(
                        MetricType.FLOAT,
                        SparkplugBProto.Payload.Metric.newBuilder().setDoubleValue(0.1)))
                .isEqualTo(0.1);
        assertThat(value(
                        MetricType.DOUBLE,
                        SparkplugBProto.Payload.Metric.newBuilder().setIntValue(3)))
                .isEqualTo(3);
        assertThat(value(
                        MetricType.BOOLEAN,
                        SparkplugBProto.Payload.Metric.newBuilder().setIntValue(1)))
                .isEqualTo(1);
        assertThat(value(
                        MetricType.UINT8,
                        SparkplugBProto.Payload.Metric.newBuilder().setIntValue(256)))
                .as("not 0")
                .isNaN();
        assertThat(value(
                        MetricType.INT32,
                        SparkplugBProto.Payload.Metric.newBuilder().setStringValue("7")))
                .isNaN();
        assertThat(value(
                        MetricType.INT64,
                        SparkplugBProto.Payload.Metric.newBuilder().setDoubleValue(7)))
                .isNaN();
    }

    @Test
    void shouldReadQualities() {
        assertThat(MetricValues.quality(192)).isEqualTo(Quality.GOOD);
        assertThat(MetricValues.quality(64)).isEqualTo(Quality.UNCERTAIN);
        assertThat(MetricValues.quality(0)).isEqualTo(Quality.BAD);
        assertThat(MetricValues.quality(500)).isEqualTo(Quality.BAD);
        assertThat(MetricValues.quality(0x8000_0200L)).as("Ignition's Bad").isEqualTo(Quality.BAD);
    }

    /** The value, or NaN when it is refused. */
    private double value(int type, SparkplugBProto.Payload.Metric.Builder metric) {
        byte[] bytes = metric.build().toByteArray();
        assertThat(fields.read(bytes, 0, bytes.length)).isTrue();
        readings.clear();
        int i = readings.add(0);
        MetricValues.set(readings, i, fields, type);
        return readings.refusal(i) == null ? readings.value(i) : Double.NaN;
    }
}

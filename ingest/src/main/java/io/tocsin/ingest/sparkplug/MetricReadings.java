package io.tocsin.ingest.sparkplug;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.mapping.Readings;

/** Readings of metrics: their names and times, and values as {@link MetricValues} reads them. Allocates nothing. */
final class MetricReadings {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long END_MS = EventTime.END_NS / NANOS_PER_MS;

    private MetricReadings() {}

    /**
     * Adds the reading of a metric of a birth or of data.
     *
     * @param fields hold the metric
     * @param nowNs receive time
     */
    static void add(
            Readings readings,
            Metric metric,
            SparkplugPayload payload,
            MetricFields fields,
            boolean isBirth,
            long nowNs) {
        int i = addNamed(readings, metric);
        MetricValues.set(readings, i, fields, metric.type());
        if (readings.refusal(i) != null) {
            return;
        }
        if (!fields.hasTimestamp() && !payload.hasTimestamp()) {
            metric.onLive(nowNs);
            return;
        }
        long timeMs = fields.hasTimestamp() ? fields.timestampMs() : payload.timestampMs();
        if (timeMs < 0 || timeMs >= END_MS) {
            readings.refuse(i, Counter.DROPPED_BAD_TIME, "time of the metric is beyond 2262");
        } else if (fields.isHistorical()) {
            setHistorical(readings, i, metric, timeMs * NANOS_PER_MS);
        } else {
            setLive(readings, i, metric, timeMs * NANOS_PER_MS, isBirth, nowNs);
        }
    }

    /** A value from the past keeps its own time, and must not become the sensor's newest. */
    private static void setHistorical(Readings readings, int i, Metric metric, long timeNs) {
        if (timeNs >= metric.liveNs() && metric.liveNs() != EventTime.INVALID) {
            readings.refuse(
                    i, Counter.DROPPED_HISTORICAL, "historical value is not older than the live value of the metric");
        } else {
            readings.setEventTimeNs(i, timeNs);
            readings.setHistorical(i);
        }
    }

    /** A value of a birth that is older than the death before it is the value all the same, from now on. */
    private static void setLive(Readings readings, int i, Metric metric, long timeNs, boolean isBirth, long nowNs) {
        if (isBirth && timeNs <= metric.deathNs()) {
            metric.onLive(nowNs);
        } else {
            metric.onLive(timeNs);
            readings.setEventTimeNs(i, timeNs);
        }
    }

    /** Adds a BAD reading at the receive time, for a metric that has lost its node or device. */
    static void addBad(Readings readings, Metric metric, long nowNs) {
        if (MetricType.isScalar(metric.type())) {
            readings.setQuality(addNamed(readings, metric), Quality.BAD.code());
            metric.onDeath(nowNs);
        }
    }

    private static int addNamed(Readings readings, Metric metric) {
        int i = readings.add(0);
        readings.beginName(i);
        readings.appendName(metric.sensorName(), 0, metric.sensorName().length);
        readings.endName(i);
        return i;
    }
}

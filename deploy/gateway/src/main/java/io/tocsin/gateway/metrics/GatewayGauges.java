package io.tocsin.gateway.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Numbers of a gateway at the moment: sensors, alarms, journal, ring. Any thread. */
final class GatewayGauges implements MultiCollector {
    private final GatewayView gateway;
    private final String version;

    GatewayGauges(GatewayView gateway, String version) {
        this.gateway = gateway;
        this.version = version;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(
                InfoSnapshot.builder()
                        .name("tocsin_build")
                        .help("Version of the gateway.")
                        .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                                .labels(Labels.of("version", version, "gateway", gateway.name()))
                                .build())
                        .build(),
                gauge("tocsin_sensors", "Sensors that are known.", gateway.sensorCount()),
                gauge("tocsin_alarms_active", "Alarms that are active.", gateway.activeAlarmCount()),
                gauge("tocsin_ring_slots", "Slots of the input ring.", gateway.ringSlots()),
                gauge("tocsin_ring_used_slots", "Slots with a record that waits for the engine.", gateway.ringUsed()),
                gauge(
                        "tocsin_journal_undurable_records",
                        "Records that are not yet as durable as journal.sync promises.",
                        gateway.undurableRecords()),
                gauge("tocsin_disk_free_bytes", "Free bytes where the data directory is.", gateway.freeBytes()),
                counter("tocsin_journal_written_bytes", "Bytes appended to the journal.", gateway.journalBytes()),
                counter("tocsin_journal_syncs", "Syncs of the journal.", gateway.syncCount()));
    }

    private static GaugeSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        GaugeDataPointSnapshot.builder().value((double) value).build())
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        CounterDataPointSnapshot.builder().value((double) value).build())
                .build();
    }
}

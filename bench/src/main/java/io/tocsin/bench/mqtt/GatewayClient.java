package io.tocsin.bench.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/** A gateway with one alarm, the default journal and a sink that writes a file. */
final class GatewayClient implements Client {
    private static final String CONFIG = """
            name: bench
            dataDir: data
            sources:
              - mqtt:
                  name: plant
                  url: tcp://127.0.0.1:%d
                  clientId: bench-gateway-%s
                  qos: %d
                  topics: [{filter: %s/+/temp, payload: json, value: v, time: t, timeUnit: us}]
            alarms: [{name: high, sensor: "%s/+/temp", type: limit, hi: 90}]
            sinks: {log: {file: {path: alarms.jsonl}}}
            """;

    private final Gateway gateway;

    GatewayClient(Path directory, int port, String prefix, int qos) throws IOException, ConfigException {
        Path file = directory.resolve("gateway.yaml");
        Files.writeString(file, CONFIG.formatted(port, prefix, qos, prefix, prefix));
        gateway = Gateway.open(new ConfigLoader().load(file), System.err::println, (where, cause) -> {
            cause.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        gateway.start();
    }

    @Override
    public long receivedCount() {
        return gateway.counters().get(Counter.PROCESSED);
    }

    @Override
    public Histogram latencies() {
        Latencies latencies = gateway.latencies();
        latencies.logInterval(0);
        return latencies.total(LatencyStage.SENSOR_TO_PUBLISHED);
    }

    @Override
    public long syncCount() {
        return gateway.syncCount();
    }
}

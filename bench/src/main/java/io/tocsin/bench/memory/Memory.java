package io.tocsin.bench.memory;

import io.tocsin.bench.TemporaryDirectory;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures memory over an hour of stream time: very many sensors through the fold, some through a whole gateway with
 * little memory. Linux only.
 */
public final class Memory {
    private static final int FOLD_SENSORS = 1_000_000;
    private static final int GATEWAY_SENSORS = 10_000;

    private Memory() {}

    /** Arguments: number of sensors through the fold, number through the gateway. */
    public static void main(String[] args) throws Exception {
        int foldSensors = args.length > 0 ? Integer.parseInt(args[0]) : FOLD_SENSORS;
        int gatewaySensors = args.length > 1 ? Integer.parseInt(args[1]) : GATEWAY_SENSORS;
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path yaml = directory.path().resolve("gateway.yaml");
            Files.writeString(yaml, Hour.GATEWAY.formatted(gatewaySensors));
            Files.createFile(directory.path().resolve("rows.csv"));
            GatewayConfig config = new ConfigLoader().load(yaml);
            System.out.println("JDK " + Runtime.version() + "\n");
            new FoldMemory(config.plan(), foldSensors).run();
            new GatewayMemory(directory.path(), gatewaySensors).run();
        }
    }
}

package io.tocsin.gateway.command;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.run.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin bench}: measures the user's own machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures throughput and latency of this machine.",
            "Sends generated readings through the journal, a limit alarm, a missing alarm and a file sink. Latencies"
                    + " count from the",
            "intended time of each reading, so that a stall is visible."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int PROGRESS_SECONDS = 1;
    private static final String CONFIG = """
            name: bench
            sources:
              - rate: {sensors: %d, perSecond: %d}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 95, hihi: 110, deadband: 2, onDelay: 10ms}
              - {name: silent, sensor: rate/#, type: missing, timeout: 1h}
            sinks:
              log: {file: {path: alarms.jsonl}}
            engine: {maxSensors: %d}
            """;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "50000",
            description = "Readings a second over all sensors; 0 is full speed. Default: ${DEFAULT-VALUE}.")
    private long rate;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Duration of the run. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of sensors. Default: ${DEFAULT-VALUE}.")
    private int sensorCount;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Directory of the journal: an empty directory on the disk to be measured. The command keeps it."
                            + " Default: a temporary directory.")
    private Path dir;

    @Override
    public Integer call() throws CommandException, ConfigException, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = TemporaryDirectory.of(dir, "tocsin-bench-")) {
            String yaml = CONFIG.formatted(sensorCount, rate, Math.max(1, sensorCount));
            GatewayConfig config =
                    new ConfigLoader().load(Files.writeString(directory.path().resolve("bench.yaml"), yaml));
            out.println("bench: " + Numbers.grouped(sensorCount) + " sensors, "
                    + (rate == 0 ? "at full speed" : Numbers.grouped(rate) + " readings/s") + " for "
                    + duration.toSeconds() + " s; " + Runtime.getRuntime().availableProcessors()
                    + " processors, journal in "
                    + config.journal().dir() + " ("
                    + Files.getFileStore(directory.path()).type() + ")");
            return new RunningGateway(config, out, spec.commandLine().getErr())
                    .afterStop(directory::close)
                    .run(duration.toMillis(), PROGRESS_SECONDS, out::println);
        }
    }
}

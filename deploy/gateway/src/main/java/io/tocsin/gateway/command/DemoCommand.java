package io.tocsin.gateway.command;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.demo.DemoSetup;
import io.tocsin.gateway.demo.PressHallSimulator;
import io.tocsin.gateway.log.ConsoleLog;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tocsin demo}: a gateway on simulated sensors, without any setup. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a gateway on a simulated press hall that publishes over real MQTT.",
            "The broker runs inside this process, the rules are those of deploy/examples/press-hall.yaml. Every kind of",
            "alarm is raised and cleared within 30 s."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MAX_RATE = 5_000;
    private static final int PROGRESS_SECONDS = 1;
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final long LOOK_NS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description = "Duration of the demo. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Readings a second, up to 5000, the broker's limit. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Directory that keeps configuration, journal and alarms. Default: none, they are deleted.")
    private Path dir;

    private volatile boolean publishing = true;

    @Override
    public Integer call() throws CommandException, ConfigException, IOException, InterruptedException {
        if (rate < 1 || rate > MAX_RATE) {
            throw new CommandException(ExitCodes.WRONG_USAGE, "--rate must be 1 to " + MAX_RATE + ", is " + rate);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = TemporaryDirectory.of(dir, "tocsin-demo-")) {
            GatewayConfig config = new ConfigLoader().load(DemoSetup.layOut(directory.path()));
            SourceConfig.Mqtt source = (SourceConfig.Mqtt) config.sources().get(0);
            String url = source.config().connection().url();
            PressHallSimulator hall = new PressHallSimulator(
                    url, rate, ConsoleLog.to(spec.commandLine().getErr()));
            out.println("press hall: " + hall.sensorCount() + " sensors publish to " + url + " for "
                    + duration.toSeconds() + " s, Ctrl-C ends it; rules: " + config.file());
            return new RunningGateway(config, out, spec.commandLine().getErr())
                    .whenStarted(running -> start(hall, running))
                    .beforeStop(running -> stop(hall, running))
                    .afterStop(() -> leave(directory, config))
                    .run(duration.toMillis(), PROGRESS_SECONDS, this::progress);
        }
    }

    private void progress(String line) {
        if (publishing) {
            spec.commandLine().getOut().println(line);
        }
    }

    /** Waits until the gateway has subscribed: earlier messages have no receiver. */
    private static void start(PressHallSimulator hall, Gateway gateway) {
        await(() -> gateway.counters().get(Counter.MQTT_CONNECTS) > 0);
        hall.start();
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void stop(PressHallSimulator hall, Gateway gateway) {
        publishing = false;
        hall.stop();
        long published = hall.publishedCount();
        await(() -> gateway.counters().get(Counter.RECEIVED) >= published);
        spec.commandLine().getOut().println("press hall: published " + Numbers.grouped(published) + " readings");
    }

    private void leave(TemporaryDirectory directory, GatewayConfig config) throws IOException {
        if (directory.isKept()) {
            spec.commandLine()
                    .getOut()
                    .println("kept in " + directory.path() + "; try: tocsin journal ls --dir " + config.dataDir());
        }
        directory.close();
    }
}

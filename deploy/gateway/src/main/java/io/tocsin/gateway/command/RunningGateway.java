package io.tocsin.gateway.command;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.outbox.Backlog;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.log.ConsoleLog;
import io.tocsin.gateway.log.ResourceFault;
import io.tocsin.gateway.notice.Notices;
import io.tocsin.gateway.notice.StatusLine;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.StandardOutput;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.gateway.run.ProcessFailStop;
import io.tocsin.gateway.run.Reporter;
import io.tocsin.gateway.run.RunSummary;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.table.TableException;
import io.tocsin.ingest.tally.InputTally;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a gateway for a command: logs the recovery and the status, stops on a signal, at the end of its sources or after
 * a given time, and prints a summary and the undelivered events of its sinks. On SIGTERM and Ctrl-C the process ends
 * with the gateway's exit code, 0 after a clean stop.
 */
final class RunningGateway {
    /** Between two checks whether bounded sources have ended; others never end by themselves */
    private static final long POLL_MS = 200;
    /** Between two checks for keys without a value to look up */
    private static final long LOOK_MS = 2_000;

    private static final long STOP_TIMEOUT_SECONDS = 20;

    private final GatewayConfig config;
    private final PrintWriter out;
    private final LineLog log;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Exit code after a signal; set before {@link #stopped}. */
    private volatile int exitCode = ExitCodes.FINE;

    private Consumer<Gateway> whenStarted = gateway -> {};
    private Consumer<Gateway> beforeStop = gateway -> {};
    private Cleanup afterStop = () -> {};
    private Summary summary = RunSummary::lines;
    private Duration drain = Duration.ZERO;
    private boolean mustDeliver;

    /** Runs the steps after the gateway has stopped. */
    @FunctionalInterface
    interface Cleanup {
        void run() throws IOException;
    }

    /** Describes a run for people. */
    @FunctionalInterface
    interface Summary {
        /**
         * @param gateway a stopped gateway
         * @param ranNs duration of the run, nanoseconds
         */
        List<String> lines(Gateway gateway, long ranNs);
    }

    RunningGateway(GatewayConfig config, PrintWriter out, PrintWriter err) {
        this.config = config;
        this.out = out;
        this.log = ConsoleLog.to(err);
    }

    /** Adds an action that runs when the gateway begins to accept readings. */
    RunningGateway whenStarted(Consumer<Gateway> action) {
        whenStarted = action;
        return this;
    }

    /** Adds an action before the gateway stops accepting readings. */
    RunningGateway beforeStop(Consumer<Gateway> action) {
        beforeStop = action;
        return this;
    }

    /**
     * Sets the longest wait for the sinks when all sources have ended; undelivered events are then a failure.
     *
     * @param limit zero: does not wait
     */
    RunningGateway drainFor(Duration limit) {
        drain = limit;
        mustDeliver = true;
        return this;
    }

    /** Replaces the summary. */
    RunningGateway summedUpBy(Summary other) {
        summary = other;
        return this;
    }

    /** Adds an action after the stop and the summary; a signal waits for it. */
    RunningGateway afterStop(Cleanup action) {
        afterStop = action;
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @param forMs longest run, milliseconds
     * @param reportSeconds between interval histograms and progress lines
     * @param progress takes progress lines, or null
     * @return the exit code
     */
    int run(long forMs, long reportSeconds, Consumer<String> progress)
            throws ConfigException, IOException, InterruptedException {
        config.notes().forEach(log);
        config.warnings().forEach(warning -> log.say(LineLog.Level.WARN, warning));
        try {
            return runToEnd(forMs, reportSeconds, progress);
        } catch (JournalException | AlarmLogException | SourceException e) {
            String lacking = ResourceFault.line(e);
            log.say(LineLog.Level.ERROR, lacking == null ? ErrorPrinter.line(e) : lacking);
            exitCode = lacking == null ? ExitCodes.FAILED : ExitCodes.NO_RESOURCES;
            stopped.countDown();
            return exitCode;
        }
    }

    private int runToEnd(long forMs, long reportSeconds, Consumer<String> progress)
            throws ConfigException, IOException, InterruptedException {
        Gateway gateway = Gateway.open(config, log, new ProcessFailStop(log));
        log.accept(String.format(
                Locale.ROOT,
                "%s: %s records of the journal replayed in %s, %s sensors known",
                config.name(),
                Numbers.grouped(gateway.replayedCount()),
                Numbers.latency(gateway.replayNs()),
                Numbers.grouped(gateway.sensorCount())));
        Thread hook = new Thread(() -> stopOnSignal(gateway), "tocsin-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        Reporter reporter = new Reporter(gateway, config.dataDir().resolve("latency.hlog"), log);
        Notices notices = new Notices(
                config.plan(), gateway.knownSensors(), gateway.sources(), gateway.counters(), log, System::nanoTime);
        List<InputTally> tallies = gateway.sources().stream()
                .flatMap(source -> source.tallies().stream())
                .toList();
        StatusLine status = new StatusLine(gateway.counters(), tallies, gateway::activeAlarmCount, System::nanoTime);
        long startNs = System.nanoTime();
        boolean hasEnded;
        try {
            gateway.start();
            whenStarted.accept(gateway);
            reporter.start(reportSeconds, progress, () -> look(notices, progress == null ? status : null));
            hasEnded = awaitEnd(gateway, forMs);
            beforeStop.accept(gateway);
        } catch (TableException e) {
            gateway.stop();
            removeHook(hook);
            throw new ConfigException(e.faults());
        } catch (SourceException e) {
            gateway.stop();
            removeHook(hook);
            throw e;
        } catch (Error e) {
            // no thread can be relied on, not even for a stop: end the process, the next start recovers
            removeHook(hook);
            throw e;
        }
        boolean isToDeliver = hasEnded && mustDeliver;
        List<Backlog> undelivered =
                isToDeliver ? gateway.stop(drain, () -> !isStopAsked(), this::sayThatItWaits) : gateway.stop();
        long ranNs = System.nanoTime() - startNs;
        reporter.stop();
        List<String> lost = notices.end();
        summary.lines(gateway, ranNs).forEach(out::println);
        undelivered.forEach(backlog -> LineLog.warn(log, line(backlog)));
        afterStop.run();
        if (out.checkError()) {
            tellUnwritten();
        }
        if (!lost.isEmpty()) {
            exitCode = ExitCodes.FAILED;
            log.say(
                    LineLog.Level.ERROR,
                    "ended with exit code " + exitCode + ": nothing was read from source " + String.join(", ", lost));
        }
        if (isToDeliver && !undelivered.isEmpty() && !isStopAsked()) {
            exitCode = ExitCodes.FAILED;
        }
        stopped.countDown();
        removeHook(hook);
        return exitCode;
    }

    /** Runs on the reporting thread, which must survive any failure here. */
    private void look(Notices notices, StatusLine status) {
        try {
            notices.look();
            String line = status == null ? null : status.next();
            if (line != null) {
                log.accept(line);
            }
        } catch (RuntimeException e) {
            log.say(LineLog.Level.ERROR, "cannot log the status; internal error, please report it: " + e);
        }
    }

    private boolean isStopAsked() {
        return stopAsked.getCount() == 0;
    }

    private void sayThatItWaits() {
        log.accept("the sources have ended; waiting up to " + Durations.format(drain.toNanos())
                + " for the sinks (--drain); Ctrl-C ends the waiting");
    }

    /** The summary could not be written. A reader that has gone, as with {@code | head}, did not want it. */
    private void tellUnwritten() {
        if (!(out instanceof StandardOutput standard)) {
            return;
        }
        boolean isClosedPipe = StandardOutput.isClosedPipe(standard.failure());
        exitCode = isClosedPipe ? ExitCodes.CLOSED_PIPE : ExitCodes.FAILED;
        if (!isClosedPipe) {
            log.say(
                    LineLog.Level.ERROR,
                    "ended with exit code " + exitCode + ": cannot write the summary to standard output: "
                            + standard.failure().getMessage());
        }
    }

    /** {@code sink up: 4,424 events not delivered …}. */
    static String line(Backlog backlog) {
        StringBuilder line = new StringBuilder("sink ").append(backlog.sink()).append(": ");
        if (backlog.events() > 0) {
            line.append(Numbers.grouped(backlog.events())).append(backlog.events() == 1 ? " event" : " events");
        }
        if (backlog.rows() > 0) {
            line.append(backlog.events() > 0 ? " and " : "")
                    .append(Numbers.grouped(backlog.rows()))
                    .append(backlog.rows() == 1 ? " row" : " rows");
        }
        return line.append(" not delivered, kept in the alarm log for the next start; ")
                .append(backlog.error().isEmpty() ? "there was no time left" : "last error: " + backlog.error())
                .toString();
    }

    /** Returns true when all sources have ended, false when the time is over or a stop was requested. */
    private boolean awaitEnd(Gateway gateway, long forMs) throws InterruptedException {
        long pollMs = gateway.sources().stream().allMatch(Source::isBounded) ? POLL_MS : LOOK_MS;
        long startNs = System.nanoTime();
        long leftMs = forMs;
        for (long sinceLookMs = LOOK_MS; !gateway.awaitSources(0) && leftMs > 0; sinceLookMs += pollMs) {
            if (sinceLookMs >= LOOK_MS) {
                gateway.tellUnmatchedLookups();
                sinceLookMs = 0;
            }
            if (stopAsked.await(Math.min(pollMs, leftMs), TimeUnit.MILLISECONDS)) {
                return false;
            }
            leftMs = forMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        }
        return gateway.awaitSources(0);
    }

    /**
     * Shutdown hook for a signal: lets the command finish, then ends the process with its exit code. It waits for a
     * running stop without a limit, because the gateway ends the process itself when the stop makes no progress.
     */
    private void stopOnSignal(Gateway gateway) {
        stopAsked.countDown();
        try {
            boolean hasStopped = stopped.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            while (!hasStopped && gateway.isStopping()) {
                hasStopped = stopped.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
            if (hasStopped) {
                Runtime.getRuntime().halt(exitCode);
            }
            log.say(
                    LineLog.Level.ERROR,
                    "stopped: not finished within " + STOP_TIMEOUT_SECONDS + " s; the next start recovers");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCodes.FAILED);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already shutting down, and the hook halts it
        }
    }
}

package io.tocsin.bench.memory;

import io.tocsin.gateway.Tocsin;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs an hour of some sensors through a whole gateway with little memory, in a process of its own. */
final class GatewayMemory {
    private static final long SAMPLE_MS = 250;
    private static final int LINES = 6;

    /** For a process of 256 MiB. */
    private static final List<String> SMALL = List.of(
            "-Xms32m",
            "-Xmx64m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:MaxMetaspaceSize=48m",
            "-XX:+UseSerialGC",
            "-Xss512k");

    private final Path directory;
    private final int sensorCount;

    GatewayMemory(Path directory, int sensorCount) {
        this.directory = directory;
        this.sensorCount = sensorCount;
    }

    void run() throws IOException, InterruptedException {
        writeRows();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-XX:MaxDirectMemorySize"))
                .forEach(command::add);
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tocsin.class.getName()));
        command.addAll(List.of("run", "-c", directory.resolve("gateway.yaml").toString()));
        Process gateway = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        long startNs = System.nanoTime();
        List<String> samples = new ArrayList<>();
        while (!gateway.waitFor(SAMPLE_MS, TimeUnit.MILLISECONDS)) {
            sample(gateway, samples);
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        if (gateway.exitValue() != 0) {
            throw new IOException("the gateway failed: " + Files.readString(directory.resolve("err")));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%,d sensors, %,d readings through a gateway in %.0f s, with %s:%n%n",
                sensorCount,
                (long) sensorCount * Hour.MINUTES * Hour.ROUNDS_PER_MINUTE,
                seconds,
                String.join(" ", SMALL));
        System.out.println("| part of the run, % | RSS, MiB | of it its own | of it files | most so far |");
        System.out.println("|---:|---:|---:|---:|---:|");
        for (int line = 1; line <= LINES; line++) {
            int percent = 100 * line / LINES;
            System.out.println("| " + percent + samples.get(Math.max(0, samples.size() * line / LINES - 1)));
        }
    }

    private static void sample(Process gateway, List<String> samples) {
        String pid = String.valueOf(gateway.pid());
        try {
            samples.add(" | " + ResidentMemory.mib(pid, "VmRSS") + " | " + ResidentMemory.mib(pid, "RssAnon") + " | "
                    + ResidentMemory.mib(pid, "RssFile") + " | " + ResidentMemory.mib(pid, "VmHWM") + " |");
        } catch (IOException e) {
            // the process has just ended, so there is no more sample
        }
    }

    private void writeRows() throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve("rows.csv"))) {
            out.write("tag,time,value\n");
            for (int round = 0; round < Hour.MINUTES * Hour.ROUNDS_PER_MINUTE; round++) {
                for (int sensor = 0; sensor < sensorCount; sensor++) {
                    out.write(Hour.sensorName(sensor)
                            + ','
                            + Hour.timeMs(round, sensor)
                            + ','
                            + Hour.value(round, sensor)
                            + '\n');
                }
            }
        }
    }
}

package io.tocsin.bench.start;

import io.tocsin.bench.TemporaryDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a gateway with the launcher, again and again, and measures the time to its first alarm: the kinds of start in
 * turn, each run with a new data directory and a file whose first reading alarms. The processor time of the process up
 * to then stands beside it, because other programs disturb it less.
 */
public final class StartTime {
    private static final int RUNS = 15;
    private static final String CONFIG = """
            name: start
            dataDir: data
            sources: [{file: {name: readings, path: readings.csv, columns: {sensor: tag, value: value}}}]
            alarms: [{name: high, sensor: "#", type: limit, hi: 80}]
            sinks: {console: {console: {}}}
            """;

    private static final String READINGS = "tag,value\nhall/press,90.5\n";

    private static final long MS_A_TICK = 10;
    /** In /proc/PID/stat behind the name of the command: utime and stime. */
    private static final int USER_FIELD = 11;

    private StartTime() {}

    /**
     * Runs it.
     *
     * @param args the launcher, and the number of runs of each kind
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path launcher = Path.of(args[0]);
        List<Kind> kinds = List.of(
                new Kind("with the archive", ""),
                new Kind("without", "-Xshare:auto"),
                new Kind("with the archive, C1 only", "-XX:TieredStopAtLevel=1"));
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : RUNS;
        for (int run = -1; run < runs; run++) {
            for (Kind kind : kinds) {
                run(launcher, kind, run >= 0);
            }
        }
        System.out.println("Start to first alarm, " + runs + " runs of each in turn, JDK " + Runtime.version() + ":");
        System.out.println();
        System.out.println("| | median, s | least | most | processor, s |");
        System.out.println("|---|---:|---:|---:|---:|");
        for (Kind kind : kinds) {
            System.out.println(kind.row());
        }
    }

    /** The first run of each kind is not measured: it makes the archive. */
    private static void run(Path launcher, Kind kind, boolean isMeasured) throws IOException, InterruptedException {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            Path config = Files.writeString(directory.path().resolve("start.yaml"), CONFIG);
            Files.writeString(directory.path().resolve("readings.csv"), READINGS);
            Path err = directory.path().resolve("err");
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.toString(), "run", "-c", config.toString()).redirectError(err.toFile());
            builder.environment().put("TOCSIN_JAVA_OPTS", kind.flags());
            long beginNs = System.nanoTime();
            Process gateway = builder.start();
            boolean isRaised = false;
            try (BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (!isRaised && line.contains(" RAISED ")) {
                        isRaised = true;
                        if (isMeasured) {
                            kind.add((System.nanoTime() - beginNs) / 1_000_000, processorMs(gateway.pid()));
                        }
                    }
                }
            }
            if (gateway.waitFor() != 0 || !isRaised) {
                throw new IOException("the gateway raised no alarm: " + Files.readString(err));
            }
        }
    }

    private static long processorMs(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return MS_A_TICK * (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[USER_FIELD + 1]));
    }
}

package io.tocsin.gateway.archive;

import io.tocsin.engine.dataflow.Dataflow;
import io.tocsin.gateway.Tocsin;
import io.tocsin.gateway.command.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The run whose classes go into the launcher's archive of classes: a gateway reads a file, raises an alarm and ends.
 * Then it loads the classes of all other sources, sinks and rules, which other configurations need.
 */
public final class TrainingRun {
    private static final String CONFIG = """
            name: training
            dataDir: data
            sources:
              - file:
                  name: readings
                  path: readings.csv
                  columns: {sensor: tag, value: value, time: time, quality: quality}
                  timeUnit: ms
            streams:
              - {name: average, from: "hall/+", window: {type: tumbling, size: 1s}, aggregates: [avg, max], sinks: file}
            alarms:
              - {name: high, sensor: "hall/+", type: limit, hi: 80, deadband: 2}
              - {name: silent, sensor: "hall/#", type: missing, timeout: 1m}
            sinks:
              console: {console: {}}
              file: {file: {path: alarms.jsonl}}
            """;

    private static final String READINGS = """
            time,tag,value,quality
            1795195800000,hall/a,70.5,good
            1795195801000,hall/a,90.5,good
            1795195803000,hall/a,70.5,good
            """;

    /** Jars whose classes are loaded whole: our own, and the client of the usual source. */
    private static final List<String> LOADED = List.of("tocsin-", "org.eclipse.paho.");

    private static final String CLASS = ".class";
    /** A start waits for the training run. */
    private static final long LIMIT_SECONDS = 120;

    private TrainingRun() {}

    /**
     * Runs it.
     *
     * @param args an empty directory for its files
     */
    public static void main(String[] args) throws IOException {
        endInTime();
        Path directory = Path.of(args[0]);
        Path config = Files.writeString(directory.resolve("training.yaml"), CONFIG);
        Files.writeString(directory.resolve("readings.csv"), READINGS);
        int exitCode = Tocsin.execute(Dataflow.NONE, "run", "-c", config.toString());
        for (Path jar : jars(Path.of(System.getProperty("java.class.path")))) {
            if (LOADED.stream().anyMatch(jar.getFileName().toString()::startsWith)) {
                load(jar);
            }
        }
        System.exit(exitCode);
    }

    private static void endInTime() {
        Thread limit = new Thread(() -> {
            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (System.nanoTime() - endNs < 0) {
                LockSupport.parkNanos(endNs - System.nanoTime());
            }
            Runtime.getRuntime().halt(ExitCodes.FAILED);
        });
        limit.setDaemon(true);
        limit.start();
    }

    /** A jar and those of its manifest's class path. */
    static List<Path> jars(Path first) throws IOException {
        List<Path> jars = new ArrayList<>(List.of(first));
        try (JarFile jar = new JarFile(first.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            for (String entry : classPath == null ? new String[0] : classPath.split(" ", -1)) {
                jars.add(first.resolveSibling(entry));
            }
        }
        return jars;
    }

    private static void load(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            for (String name : names) {
                if (name.endsWith(CLASS)) {
                    load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, TrainingRun.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // needs a library that is not shipped, so no configuration uses it
        }
    }
}

package io.tocsin.gateway.system;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of the gateway's loaded classes, which takes a third of a start's processor time away: the tests start
 * hundreds, heavy doses thousands. An archive wants a class path of jars only, so what lies there as directories is
 * packed first.
 */
final class SharedClasses {
    private static final String CONFIG = """
            name: archive
            dataDir: data
            sources: [{rate: {name: load, sensors: 10, perSecond: 0, seed: 1, limit: 1000}}]
            alarms: [{name: high, sensor: "#", type: limit, hi: 55}]
            sinks: {file: {file: {path: alarms.jsonl}}}
            """;

    private static SharedClasses made;

    private final String classPath;
    private final Path archive;

    private SharedClasses(String classPath, Path archive) {
        this.classPath = classPath;
        this.archive = archive;
    }

    /** Makes it once for all processes of this JVM. */
    static synchronized SharedClasses get() throws IOException {
        if (made == null) {
            Path directory = Files.createTempDirectory("tocsin-classes");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            made = new SharedClasses(packed(directory), directory.resolve("classes.jsa"));
            made.record(directory);
        }
        return made;
    }

    String classPath() {
        return classPath;
    }

    /** Flags of a JVM that uses it. What the JVM says of archives would stand in the command's standard output. */
    List<String> options() {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable");
    }

    private void record(Path directory) throws IOException {
        Files.writeString(directory.resolve("gateway.yaml"), CONFIG);
        List<String> command = new ArrayList<>(TocsinProcess.java());
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath));
        command.addAll(List.of("io.tocsin.gateway.Tocsin", "run", "-c", "gateway.yaml"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        process.onExit().join();
        if (process.exitValue() != 0 || !Files.exists(archive)) {
            throw new IOException("no archive of classes: " + Files.readString(directory.resolve("log")));
        }
    }

    private static String packed(Path directory) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : TocsinProcess.classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!entry.isEmpty() && Files.isDirectory(path)) {
                jars.add(pack(path, directory.resolve(jars.size() + ".jar")).toString());
            } else if (Files.isRegularFile(path)) {
                jars.add(entry);
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** Makes a jar of a directory. */
    static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            write(classes, zip);
        }
        return jar;
    }

    /** Writes the files of a directory into a jar. */
    static void write(Path classes, ZipOutputStream zip) throws IOException {
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
                Files.copy(path, zip);
            }
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("cannot delete " + directory + ": " + e);
        }
    }
}

package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.gateway.Tocsin;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of classes, in a tree of its own with the whole gateway. */
class ClassArchiveSystemTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root"));
    private static final String CONFIG = """
            name: hall
            sources: [{file: {name: r, path: r.csv, columns: {sensor: tag, value: value, time: time}, timeUnit: ms}}]
            alarms: [{name: high, sensor: "#", type: limit, hi: 80}]
            sinks: {console: {console: {}}}
            """;

    @TempDir
    private Path home;

    private Path target;
    private Path jar;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        assumeTrue(
                Files.exists(Path.of(System.getProperty("java.home"), "release")), "needs a JDK with a release file");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        target = home.resolve("deploy/gateway/target");
        jar = target.resolve("tocsin-gateway.jar");
        for (String dir : List.of("engine", "ingest", "persistence", "alerts", "deploy/jvm", ".mvn")) {
            Files.createDirectories(home.resolve(dir));
        }
        Files.createDirectories(target.resolve("lib"));
        Files.createFile(home.resolve(".mvn/jvm.config"));
        Files.createFile(home.resolve("pom.xml"));
        Files.copy(ROOT.resolve("tocsin"), home.resolve("tocsin"));
        for (String options : List.of("base.options", "jdk24.options", "production.options")) {
            Files.copy(ROOT.resolve("deploy/jvm").resolve(options), home.resolve("deploy/jvm/" + options));
        }
        copyJars();
    }

    /** As Maven leaves them: the gateway's jar, whose manifest names the libraries. */
    private void copyJars() throws IOException {
        Path classes = ROOT.resolve("deploy/gateway/target/classes");
        List<String> libraries = new ArrayList<>();
        for (String entry : TocsinProcess.classPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (entry.isEmpty() || path.equals(classes) || !Files.exists(path)) {
                continue;
            }
            String name = "lib/" + libraries.size() + ".jar";
            if (Files.isDirectory(path)) {
                SharedClasses.pack(path, target.resolve(name));
            } else {
                Files.copy(path, target.resolve(name));
            }
            libraries.add(name);
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Tocsin.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            SharedClasses.write(classes, out);
        }
    }

    @Test
    void shouldMakeTheArchiveAtTheFirstStartAndLoadClassesFromIt() throws Exception {
        Run first = start("first", "");

        assertThat(first.err).doesNotContain("archive", "[warning]", "[error]");
        Path archive = archive();
        assertThat(target.resolve(archive.getFileName() + ".making")).doesNotExist();
        Object made = Files.getLastModifiedTime(archive);

        start("second", "-Xlog:class+load:file=loaded.txt");
        assertThat(Files.readString(home.resolve("second/loaded.txt")))
                .contains("io.tocsin.gateway.run.Gateway source: shared objects file");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);

        Files.delete(archive);
        Files.writeString(archive, "no archive");
        assertThat(start("damaged", "").err).doesNotContain("archive", "[warning]", "[error]");
    }

    @Test
    void shouldReplaceTheArchiveWhenAJarIsNewer() throws Exception {
        start("first", "");
        Path archive = archive();
        FileTime made = Files.getLastModifiedTime(archive);

        Files.setLastModifiedTime(target.resolve("lib/0.jar"), FileTime.from(Instant.now()));
        start("second", "");

        assertThat(archive()).isEqualTo(archive);
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(made);
        start("third", "-Xlog:class+load:file=loaded.txt");
        assertThat(Files.readString(home.resolve("third/loaded.txt")))
                .contains("io.tocsin.gateway.run.Gateway source: shared objects file");
    }

    @Test
    void shouldMakeOneArchiveWhenSeveralGatewaysStartAtOnce() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            starts.add(launch(name, "", List.of()));
        }
        for (Process start : starts) {
            assertThat(start.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(start.exitValue()).isZero();
        }
        archive();
    }

    @Test
    void shouldStartQuietlyWithoutAnArchiveWhereNoneMayBeWritten() throws Exception {
        List<String> user = List.of();
        if (Files.isWritable(Path.of("/"))) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv to be another user than root");
            user = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        } else {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        Process start = launch("unwritable", "", user);
        assertThat(start.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Run run = result("unwritable", start);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.err).doesNotContain("archive", "[warning]", "tocsin:");
        assertThat(archives()).isEmpty();
    }

    @Test
    void shouldMakeNoArchiveWhenItIsSwitchedOff() throws Exception {
        start("off", "-Xshare:auto");

        assertThat(archives()).isEmpty();
    }

    private Path archive() throws IOException {
        assertThat(archives()).hasSize(1);
        return archives().get(0);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().startsWith("classes-"))
                    .toList();
        }
    }

    private Run start(String name, String options) throws IOException, InterruptedException {
        Process process = launch(name, options, List.of());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        Run run = result(name, process);
        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out).startsWith("2026-11-20 17:30:00.000Z  RAISED ");
        return run;
    }

    private Process launch(String name, String options, List<String> wrapper) throws IOException {
        Path directory = Files.createDirectory(home.resolve(name));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(directory.resolve("gateway.yaml"), CONFIG);
        Files.writeString(directory.resolve("r.csv"), "time,tag,value\n1795195800000,hall/press,90.5\n");
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(home.resolve("tocsin").toString(), "run", "-c", "gateway.yaml"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TOCSIN_JAVA_OPTS", options);
        return builder.start();
    }

    private Run result(String name, Process process) throws IOException {
        Path directory = home.resolve(name);
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(directory.resolve("err"), StandardCharsets.UTF_8));
    }
}

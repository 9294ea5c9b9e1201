package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a tree of its own, where the jar is a program that prints the files that it is given. */
class LauncherSystemTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root"));

    @TempDir
    private Path home;

    /** Prints the content of a file. */
    static final class Show {
        public static void main(String[] args) throws IOException {
            System.out.print(Files.readString(Path.of(args[0])));
        }
    }

    @BeforeEach
    void makeTree() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "needs Linux");
        for (String dir : List.of("engine", "ingest", "persistence", "alerts", "deploy/gateway/target", "deploy/jvm")) {
            Files.createDirectories(home.resolve(dir));
        }
        Files.createDirectories(home.resolve(".mvn"));
        Files.createFile(home.resolve(".mvn/jvm.config"));
        Files.createFile(home.resolve("pom.xml"));
        Files.copy(ROOT.resolve("tocsin"), home.resolve("tocsin"));
        for (String options : List.of("base.options", "jdk24.options", "production.options")) {
            Files.copy(ROOT.resolve("deploy/jvm").resolve(options), home.resolve("deploy/jvm/" + options));
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Show.class.getName());
        String entry = Show.class.getName().replace('.', '/') + ".class";
        Path jar = home.resolve("deploy/gateway/target/tocsin-gateway.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream jarOut = new JarOutputStream(out, manifest)) {
            jarOut.putNextEntry(new JarEntry(entry));
            jarOut.write(Show.class.getClassLoader().getResourceAsStream(entry).readAllBytes());
        }
    }

    /** The shell makes the name, for the JVM of the test may not know it. */
    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=POSIX", "LC_ALL=C", "LANG=", "LC_ALL=xx_XX.UTF-8", "LC_ALL=C.UTF-8"})
    void shouldReadFilesWhoseNamesAreNotAscii(String locale) throws Exception {
        Run run = run(
                "file=$(printf 'st\\303\\266rung-\\346\\270\\251.txt'); echo fine > \"$file\"; unset LC_ALL LC_CTYPE LANG;"
                        + " export " + locale + "; exec ./tocsin \"$file\"");

        assertThat(run.err).isEmpty();
        assertThat(run.out).isEqualTo("fine\n");
        assertThat(run.exitCode).isZero();
    }

    @Test
    void shouldSayInOneLineThatTheJvmMayNotHaveItsMemory() throws Exception {
        Run run = run("ulimit -v 700000; exec ./tocsin pom.xml");

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).isEmpty();
        assertThat(run.err.lines())
                .singleElement()
                .asString()
                .startsWith("tocsin: out of resources: the JVM cannot start within the limits of this process"
                        + " (ulimit -v: 716800000 bytes")
                .contains("TOCSIN_JAVA_OPTS");
        assertThat(run("ulimit -v 20000000; exec ./tocsin pom.xml").exitCode).isZero();
    }

    /** The JVM by itself raises the soft limit to the hard one. */
    @Test
    void shouldSayInOneLineThatItMayOpenTooFewFiles() throws Exception {
        Run run = run("ulimit -n 40; exec ./tocsin pom.xml");

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.err)
                .isEqualTo("tocsin: out of resources: this process may have 40 files open; raise the limit (ulimit -n,"
                        + " LimitNOFILE= of the service) to 256 or more\n");
        assertThat(run("ulimit -S -n 40; exec ./tocsin pom.xml").exitCode).isZero();
    }

    /** The jar has no training run. */
    @Test
    void shouldStartAndNotTryAgainAtOnceWhenTheArchiveOfClassesCannotBeMade() throws Exception {
        for (int start = 0; start < 2; start++) {
            Run run = run("echo fine > file; exec ./tocsin file");

            assertThat(run.err).isEmpty();
            assertThat(run.out).isEqualTo("fine\n");
            Path target = home.resolve("deploy/gateway/target");
            try (Stream<Path> files = Files.list(target)) {
                assertThat(files.filter(file -> file.toString().contains("classes-")))
                        .singleElement()
                        .asString()
                        .endsWith(".jsa.making");
            }
        }
    }

    private record Run(int exitCode, String out, String err) {}

    private Run run(String script) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("TOCSIN_JAVA_OPTS");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}

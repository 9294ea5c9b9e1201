package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The tocsin command in a process of its own, with the flags of deploy/jvm, as the launcher starts it. */
final class TocsinProcess {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int FIRST_WITH_NATIVE_ACCESS_FLAGS = 24;

    private final Process process;
    private final Path out;
    private final Path err;

    private TocsinProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts it.
     *
     * @param directory its working directory; its outputs are kept there
     */
    static TocsinProcess start(Path directory, String... arguments) throws IOException {
        Path flags = Path.of(System.getProperty("tocsin.root"), "deploy", "jvm");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags.resolve("base.options"));
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS_FLAGS) {
            command.add("@" + flags.resolve("jdk24.options"));
        }
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add("io.tocsin.gateway.Tocsin");
        command.addAll(List.of(arguments));
        int number = COUNT.incrementAndGet();
        Path out = directory.resolve("tocsin-" + number + ".out");
        Path err = directory.resolve("tocsin-" + number + ".err");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new TocsinProcess(process, out, err);
    }

    /** Runs it to its end and gives the exit code. */
    static TocsinProcess run(Path directory, String... arguments) throws IOException, InterruptedException {
        TocsinProcess tocsin = start(directory, arguments);
        tocsin.awaitExit();
        return tocsin;
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, then waits for the end. */
    int terminate() throws IOException, InterruptedException {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("ends; stderr: %s", err())
                .isTrue();
        return process.exitValue();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    long pid() {
        return process.pid();
    }
}

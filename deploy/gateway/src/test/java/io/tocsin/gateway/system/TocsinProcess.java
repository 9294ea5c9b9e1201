package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The tocsin command in a process of its own, with the flags of deploy/jvm, as the launcher starts it. */
public final class TocsinProcess {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int FIRST_WITH_NATIVE_ACCESS_FLAGS = 24;

    /** A test that is broken off leaves no process behind. */
    private static final Set<TocsinProcess> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVING.forEach(TocsinProcess::destroyAll)));
    }

    private final Process process;
    private final boolean isWrapped;
    private final Path out;
    private final Path err;

    private TocsinProcess(Process process, boolean isWrapped, Path out, Path err) {
        this.process = process;
        this.isWrapped = isWrapped;
        this.out = out;
        this.err = err;
    }

    /** How it is to be started. */
    public static final class Launch {
        private final Path directory;
        private final List<String> wrapper = new ArrayList<>();
        private final List<Path> classPathFirst = new ArrayList<>();
        private final List<String> jvmFlags = new ArrayList<>();
        private String mainClass = "io.tocsin.gateway.Tocsin";

        /**
         * Nothing special yet.
         *
         * @param directory its working directory; its outputs are kept there
         */
        public Launch(Path directory) {
            this.directory = directory;
        }

        /** A command in front of it, such as {@code strace …}, that has the JVM as its one child. */
        public Launch under(List<String> command) {
            wrapper.addAll(command);
            return this;
        }

        /** Classes that stand in for those of the same name; nothing when null. */
        public Launch patchedWith(Path classes) {
            if (classes != null) {
                classPathFirst.add(classes);
            }
            return this;
        }

        /** One more flag for the JVM. */
        public Launch jvmFlag(String flag) {
            jvmFlags.add(flag);
            return this;
        }

        /** Another program than tocsin, on the same class path. */
        public Launch main(Class<?> main) {
            mainClass = main.getName();
            return this;
        }

        /** Starts it. */
        public TocsinProcess start(String... arguments) throws IOException {
            int number = COUNT.incrementAndGet();
            Path out = directory.resolve("tocsin-" + number + ".out");
            Path err = directory.resolve("tocsin-" + number + ".err");
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(java());
            command.addAll(jvmFlags);
            command.addAll(classes());
            command.add(mainClass);
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            TocsinProcess tocsin = new TocsinProcess(process, !wrapper.isEmpty(), out, err);
            LIVING.add(tocsin);
            return tocsin;
        }

        private List<String> classes() throws IOException {
            if (classPathFirst.isEmpty()) {
                SharedClasses shared = SharedClasses.get();
                List<String> flags = new ArrayList<>(shared.options());
                flags.addAll(List.of("-cp", shared.classPath()));
                return flags;
            }
            List<String> classPath = new ArrayList<>();
            classPathFirst.forEach(path -> classPath.add(path.toString()));
            classPath.add(classPath());
            return List.of("-cp", String.join(File.pathSeparator, classPath));
        }
    }

    /** The JVM's command with the flags of deploy/jvm. */
    static List<String> java() {
        Path flags = Path.of(System.getProperty("tocsin.root"), "deploy", "jvm");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags.resolve("base.options"));
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS_FLAGS) {
            command.add("@" + flags.resolve("jdk24.options"));
        }
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dtocsin.root=" + System.getProperty("tocsin.root"));
        command.add("-Djffi.boot.library.path="
                + Path.of(System.getProperty("tocsin.root"), "deploy", "gateway", "target", "native", "jni"));
        return command;
    }

    /** The class path of the tests. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /**
     * Starts it.
     *
     * @param directory its working directory; its outputs are kept there
     */
    public static TocsinProcess start(Path directory, String... arguments) throws IOException {
        return new Launch(directory).start(arguments);
    }

    /** Runs it to its end and returns the exit code. */
    public static TocsinProcess run(Path directory, String... arguments) throws IOException, InterruptedException {
        TocsinProcess tocsin = start(directory, arguments);
        tocsin.awaitExit();
        return tocsin;
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        destroyAll();
        process.waitFor();
        LIVING.remove(this);
    }

    /**
     * SIGSTOP: returns when no thread runs any more; one in a system call may still be in it, but will not come back.
     */
    public void freeze() throws IOException, InterruptedException {
        Process stop = new ProcessBuilder("kill", "-STOP", Long.toString(pid())).start();
        if (stop.waitFor() != 0) {
            throw new IllegalStateException("cannot stop the process, pid=" + pid());
        }
        while (hasRunningThread()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private boolean hasRunningThread() throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid() + "/task"))) {
            for (Path thread : threads) {
                if (isRunning(thread)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isRunning(Path thread) throws IOException {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'R' || state == 'S';
        } catch (NoSuchFileException e) {
            return true; // it has ended while it was looked at: look again
        }
    }

    /** SIGTERM, then waits for the end. */
    public int terminate() throws IOException, InterruptedException {
        jvm().destroy();
        return awaitExit();
    }

    public int awaitExit() throws IOException, InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("ends; stderr: %s", err())
                .isTrue();
        LIVING.remove(this);
        return process.exitValue();
    }

    /** Whether it ends in this time. */
    public boolean endsWithin(long timeoutMs) throws InterruptedException {
        return process.waitFor(timeoutMs, TimeUnit.MILLISECONDS);
    }

    public int exitCode() {
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String out() throws IOException {
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    public String err() throws IOException {
        return Files.readString(err, StandardCharsets.UTF_8);
    }

    public long pid() {
        return jvm().pid();
    }

    /** The JVM itself, also behind a wrapper. */
    private ProcessHandle jvm() {
        return isWrapped ? process.children().findFirst().orElse(process.toHandle()) : process.toHandle();
    }

    private void destroyAll() {
        if (isWrapped) {
            List<ProcessHandle> children = process.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}

package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Lets system calls of a gateway under load fail with EIO, with strace as the fault injector: it does not execute the
 * call and hands the error back, so what was to be forced is not. Right after the gateway has stopped the power is cut
 * too: what it acknowledged after, or because of, the failed call would now be gone.
 */
final class IoErrors {
    /** The call of most syncs of the journal, by which the range that is new is forced (ADR 16). */
    static final String RANGE_SYNC = "msync";

    /** The calls by which the JVM reaches the device for us (seen with strace). */
    static final List<String> CALLS = List.of(RANGE_SYNC, "fdatasync", "pwrite64", "fsync", "fallocate");

    /** Only its msync is ours and awaited; Chronicle syncs what it lets go from a thread of its own. */
    private static final String JOURNAL_THREAD = "<tocsin-journal->";

    private static final String TRACED = "trace=fdatasync,fsync,msync,sync_file_range,fallocate,pwrite64";
    private static final long MEET_MS = 6_000;
    private static final long START_MS = 60_000;
    private static final long STOP_MS = 2_000;
    private static final long POLL_MS = 5;

    private final Path directory;
    private final List<String> calls;
    private final Random random;
    private final Map<String, Integer> met = new TreeMap<>();

    private IoErrors(Path directory, List<String> calls, long seed) {
        this.directory = directory;
        this.calls = calls;
        this.random = new Random(seed);
    }

    /**
     * Runs and checks.
     *
     * @param calls that fail, the first cycles in this order, then at random
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, Dose dose, List<String> calls, Path patched) throws Exception {
        Shell.requireRoot();
        Shell.requirePrograms("strace");
        new IoErrors(directory, calls, dose.seed()).run(dose, patched);
    }

    private void run(Dose dose, Path patched) throws Exception {
        try (LoopDisk disk = new LoopDisk(directory, LoopDisk.Kind.EXT4, 0);
                Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Hall hall = new Hall(directory, disk.path(), broker.url(), "10ms", "journalled", patched);
            TocsinProcess first = hall.start();
            Hall.awaitSession(first);
            first.terminate();
            NumberedPublisher publisher = new NumberedPublisher(broker.url(), dose.seed(), 500_000);
            publisher.start();
            long slowestStopMs = 0;
            for (int cycle = 0; cycle < dose.cycles(); cycle++) {
                slowestStopMs = Math.max(slowestStopMs, cycle(hall, disk, cycle));
            }
            publisher.finish();
            TocsinProcess last = hall.start();
            try {
                hall.awaitEnd(last);
                assertThat(last.terminate()).as(last.err()).isZero();
                Hall.assertBalanced(last);
                hall.assertJournalHasAll(publisher.acknowledged());
                hall.assertAlarmsHoldThoseOfReplay();
            } finally {
                last.kill();
            }
            System.out.printf(Locale.ROOT, "I/O errors: %s; slowest stop %d ms%n", met, slowestStopMs);
        }
    }

    /** One run of the gateway until its call fails; how long it took to stop, ms. */
    private long cycle(Hall hall, LoopDisk disk, int cycle) throws Exception {
        String call = calls.get(cycle < calls.size() ? cycle : random.nextInt(calls.size()));
        // strace counts by thread; a plus: that call and every later one
        String when = 1
                + random.nextInt(isFrequent(call) && cycle >= calls.size() ? 20 : 3)
                + (random.nextBoolean() ? "+" : "");
        Path trace = directory.resolve("trace");
        Files.deleteIfExists(trace);
        String inject = "inject=" + call + ":error=EIO:when=" + when;
        TocsinProcess tocsin =
                hall.start(List.of("strace", "-f", "-y", "-Y", "-o", trace.toString(), "-e", TRACED, "-e", inject));
        long stopMs = 0;
        try {
            Optional<String> hit = awaitInjection(tocsin, trace);
            String where = hit.map(IoErrors::place).orElse("never met");
            met.merge(call + " " + where, 1, Integer::sum);
            if (hit.isPresent() && mustStop(call, where)) {
                long startNs = System.nanoTime();
                assertThat(tocsin.endsWithin(STOP_MS))
                        .as("stops after %s; %s", hit.get(), tocsin.err())
                        .isTrue();
                stopMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                assertThat(tocsin.exitCode()).as(tocsin.err()).isEqualTo(1);
                assertThat(tocsin.err()).doesNotContain("\tat ");
                assertThat(tocsin.err().lines().filter(IoErrors::isReason))
                        .as("one line says why: %s", tocsin.err())
                        .hasSize(1);
            } else {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            }
            disk.cutPower();
        } finally {
            tocsin.kill();
        }
        disk.remount();
        return stopMs;
    }

    /** The first call that was made to fail. */
    private static Optional<String> awaitInjection(TocsinProcess tocsin, Path trace) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        boolean isConnected = false;
        Optional<String> hit = Optional.empty();
        while (hit.isEmpty() && System.nanoTime() < deadlineNs) {
            boolean isOver = !tocsin.isAlive();
            if (!isConnected && tocsin.err().contains("source plant: connected")) {
                isConnected = true;
                deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MEET_MS);
            }
            hit = firstInjected(trace);
            if (isOver) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        assertThat(hit.isPresent() || tocsin.isAlive())
                .as("ended without a failed call; %s", tocsin.err())
                .isTrue();
        return hit;
    }

    private static Optional<String> firstInjected(Path trace) throws IOException {
        if (!Files.exists(trace)) {
            return Optional.empty();
        }
        Map<String, String> unfinished = new HashMap<>();
        for (String line : Files.readString(trace).lines().toList()) {
            String thread = line.substring(0, line.indexOf('>') + 1);
            if (line.endsWith("<unfinished ...>")) {
                unfinished.put(thread, line);
            } else if (line.endsWith("(INJECTED)") && isOurs(line)) {
                return Optional.of(line.contains(" resumed>") ? unfinished.get(thread) + line : line);
            }
        }
        return Optional.empty();
    }

    private static boolean isOurs(String line) {
        return !line.contains(RANGE_SYNC) || line.contains(JOURNAL_THREAD);
    }

    private static String place(String line) {
        if (line.contains("/journal") || line.contains(RANGE_SYNC)) {
            return "journal";
        }
        if (line.contains("alarms.jsonl")) {
            return "alarm file";
        }
        return line.contains("/alarms") ? "alarm log" : "other";
    }

    /**
     * Journal and alarm log stop the gateway. A sink that fails does not, and where the file system has no fallocate
     * the journal writes zeros instead.
     */
    private static boolean mustStop(String call, String where) {
        return !call.equals("fallocate") && (where.equals("journal") || where.equals("alarm log"));
    }

    private static boolean isFrequent(String call) {
        return call.equals("fdatasync") || call.equals("pwrite64") || call.equals(RANGE_SYNC);
    }

    private static boolean isReason(String line) {
        return line.contains("Input/output error") && !line.contains("  sink ");
    }
}

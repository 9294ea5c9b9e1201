package io.tocsin.ingest;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Everything a source under test is given. */
public final class Rig implements AutoCloseable {
    private static final long DEADLINE_MS = 20_000;

    public final FakeIntake intake;
    public final Counters counters = new Counters();
    public final Quarantine quarantine;
    public final Path quarantineFile;
    public final List<String> log = new CopyOnWriteArrayList<>();
    public final List<Throwable> failures = new CopyOnWriteArrayList<>();
    public final SourceContext context;

    public Rig(Path directory, int maxSensors, LongSupplier clockNs) {
        intake = new FakeIntake(maxSensors, clockNs);
        quarantineFile = directory.resolve("quarantine.jsonl");
        quarantine = new Quarantine(quarantineFile, Quarantine.DEFAULT_MAX_BYTES, counters, log::add, clockNs);
        context = new SourceContext(
                intake, counters, quarantine, log::add, (where, cause) -> failures.add(cause), maxSensors);
    }

    public static Rig withSystemClock(Path directory) {
        return new Rig(directory, 1_000, () -> System.currentTimeMillis() * 1_000_000);
    }

    public long count(Counter counter) {
        return counters.get(counter);
    }

    /** Waits for a condition, with a deadline. */
    public void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_MS * 1_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain: " + what + "; readings=" + intake.readingCount() + ", log="
                        + log + ", failures=" + failures);
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() {
        quarantine.close();
    }
}

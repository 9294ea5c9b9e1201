package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.gateway.system.Wire;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * kill -9 of a gateway that is fed over MQTT, again and again. A publisher numbers every reading and keeps what the
 * broker has acknowledged. At the end every one of them is in the journal, the alarm file is what an uninterrupted run
 * over the same journal gives and what a second program says, and no id was ever sent with two contents.
 *
 * <p>Every start has another number of shards. Two kills of five are steered into a recovery, two into the writing of a
 * snapshot, one comes at any time. The files left by a kill tell what it interrupted: a snapshot under its
 * unfinished name, or a start that held the lock of the data directory and never said what it had replayed.
 */
final class Kills {
    private enum Moment {
        /** The JVM had not yet come to the data directory. */
        LAUNCH,
        RECOVERY,
        SNAPSHOT,
        WORK
    }

    private static final List<Moment> AIMS =
            List.of(Moment.RECOVERY, Moment.SNAPSHOT, Moment.WORK, Moment.RECOVERY, Moment.SNAPSHOT);

    private static final Path LOCKS = Path.of("/proc/locks");
    private static final int MANY = 10;
    private static final int MOST_SHARDS = 3;
    private static final long SLOW_NS = 1_000_000;
    private static final long AIM_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = 500_000;

    private final Hall hall;
    private final Random random;
    private final Map<Moment, Integer> met = new EnumMap<>(Moment.class);

    /** How long a recovery takes here: the latest that was let through. */
    private long recoveryNs = TimeUnit.MILLISECONDS.toNanos(200);

    private Kills(Hall hall, long seed) {
        this.hall = hall;
        this.random = new Random(seed);
        for (Moment moment : Moment.values()) {
            met.put(moment, 0);
        }
    }

    /**
     * Runs and checks.
     *
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, Dose dose, Path patched) throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Hall hall = new Hall(directory, directory, broker.url(), "10ms", "journalled", patched);
            try (Wire consumer = new Wire(broker.url(), "consumer")) {
                consumer.subscribe("tocsin/alarms/#");
                NumberedPublisher publisher =
                        new NumberedPublisher(broker.url(), dose.seed(), dose.cycles() > MANY ? SLOW_NS : 0);
                new Kills(hall, dose.seed()).run(dose.cycles(), consumer, publisher);
            }
        }
    }

    private void run(int kills, Wire consumer, NumberedPublisher publisher) throws Exception {
        // The first start makes the session, so that the broker keeps what comes while nobody is there.
        TocsinProcess tocsin = hall.start();
        try {
            Hall.awaitSession(tocsin);
            publisher.start();
            Set<Path> leftOver = unfinishedSnapshots();
            for (int kill = 0; kill < kills; kill++) {
                boolean holdsData = await(AIMS.get(kill % AIMS.size()), tocsin, leftOver);
                assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
                tocsin.kill();
                met.merge(momentOf(tocsin, holdsData, leftOver), 1, Integer::sum);
                leftOver = unfinishedSnapshots();
                hall.shards(1 + kill % MOST_SHARDS);
                tocsin = hall.start();
            }
            publisher.finish();
            hall.awaitEnd(tocsin);
            hall.assertWireHasAll(consumer);
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
            Hall.assertBalanced(tocsin);
        } finally {
            tocsin.kill();
        }
        System.out.printf(
                Locale.ROOT,
                "kill -9: %d times, in %s; %d readings, %d alarm events, %d messages%n",
                kills,
                met,
                publisher.acknowledged().values().stream().mapToInt(Set::size).sum(),
                Files.readAllLines(hall.alarms()).size(),
                consumer.messages().size());
        hall.assertJournalHasAll(publisher.acknowledged());
        hall.assertAlarmsAreThoseOfReplay();
        hall.assertAlarmsAreThoseOfTheOracle();
        hall.assertRepeatsAreIdentical(consumer);
        if (kills > MANY) {
            assertThat(met.get(Moment.RECOVERY)).as("kills in a recovery").isGreaterThanOrEqualTo(kills / 5);
            assertThat(met.get(Moment.SNAPSHOT)).as("kills in a snapshot").isGreaterThanOrEqualTo(kills / 5);
        }
    }

    /** Waits until it is time to kill; whether the process held the data directory by then. */
    private boolean await(Moment aim, TocsinProcess tocsin, Set<Path> leftOver) throws Exception {
        if (aim == Moment.WORK) {
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_000));
            return holdsData(tocsin);
        }
        long deadlineNs = System.nanoTime() + AIM_NS;
        while (!holdsData(tocsin) && tocsin.isAlive() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(POLL_NS);
        }
        long beginNs = System.nanoTime();
        if (aim == Moment.RECOVERY) {
            LockSupport.parkNanos((long) (random.nextDouble() * recoveryNs));
            return true;
        }
        boolean isRecovered = false;
        while (tocsin.isAlive() && System.nanoTime() < deadlineNs) {
            if (!isRecovered) {
                isRecovered = hasRecovered(tocsin);
                recoveryNs = System.nanoTime() - beginNs;
            } else if (!leftOver.containsAll(unfinishedSnapshots())) {
                break;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    private Moment momentOf(TocsinProcess killed, boolean heldData, Set<Path> leftOver) throws IOException {
        if (!leftOver.containsAll(unfinishedSnapshots())) {
            return Moment.SNAPSHOT;
        }
        if (hasRecovered(killed)) {
            return Moment.WORK;
        }
        return heldData ? Moment.RECOVERY : Moment.LAUNCH;
    }

    private Set<Path> unfinishedSnapshots() throws IOException {
        Set<Path> files = new HashSet<>();
        Path snapshots = hall.data().resolve("snapshots");
        if (Files.isDirectory(snapshots)) {
            try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(snapshots, "*.unfinished")) {
                unfinished.forEach(files::add);
            }
        }
        return files;
    }

    private static boolean hasRecovered(TocsinProcess tocsin) throws IOException {
        return tocsin.err().contains(" of the journal replayed in ");
    }

    /** Linux tells who holds a lock; elsewhere a recovery is taken to begin with the process. */
    private boolean holdsData(TocsinProcess tocsin) throws IOException {
        Path lock = hall.data().resolve("lock");
        if (!Files.exists(LOCKS)) {
            return true;
        }
        if (!Files.exists(lock)) {
            return false;
        }
        String holder = " " + tocsin.pid() + " ";
        String file = ":" + Files.getAttribute(lock, "unix:ino") + " ";
        return Files.readString(LOCKS).lines().anyMatch(line -> line.contains(holder) && line.contains(file));
    }
}

package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at random moments under load. A publisher numbers every reading and keeps what the broker has acknowledged. At
 * the end every one of them is in the journal, the alarm log is what an uninterrupted run over the same journal gives, and
 * no id was ever sent with two contents.
 */
class KillSystemTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLoseNothingWhenKilled() throws Exception {
        killAndCompare(3);
    }

    @Test
    @Tag("heavy")
    void shouldLoseNothingWhenKilledManyTimes() throws Exception {
        killAndCompare(Integer.getInteger("tocsin.cycles", 1_000));
    }

    private void killAndCompare(int kills) throws Exception {
        long seed = Long.getLong("tocsin.seed", System.nanoTime());
        System.out.println("KillSystemTest seed=" + seed + " kills=" + kills);
        Random random = new Random(seed);
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Hall hall = new Hall(directory, directory, broker.url(), "10ms", "journalled", null);
            try (Wire consumer = new Wire(broker.url(), "consumer")) {
                consumer.subscribe("tocsin/alarms/#");
                // The first start makes the session, so that the broker keeps what comes while nobody is there.
                TocsinProcess tocsin = hall.start();
                Hall.awaitSession(tocsin);
                NumberedPublisher publisher = new NumberedPublisher(broker.url(), seed, kills > 10 ? 500_000 : 0);
                publisher.start();
                for (int kill = 0; kill < kills; kill++) {
                    // A start takes about a second here: a fifth and more of the kills meet a recovery.
                    TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_000));
                    assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
                    tocsin.kill();
                    tocsin = hall.start();
                }
                publisher.finish();
                hall.awaitEnd(tocsin);
                hall.assertWireHasAll(consumer);
                assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
                Hall.assertBalanced(tocsin);

                hall.assertJournalHasAll(publisher.acknowledged());
                hall.assertAlarmsAreThoseOfReplay();
                hall.assertAlarmsAreThoseOfTheOracle();
                hall.assertRepeatsAreIdentical(consumer);
            }
        }
    }
}

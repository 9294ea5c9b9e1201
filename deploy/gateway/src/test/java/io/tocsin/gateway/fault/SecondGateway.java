package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import java.nio.file.Path;

/** Starts further gateways on the data directory of one that works. */
final class SecondGateway {
    private static final long REFUSE_MS = 30_000;

    private SecondGateway() {}

    /**
     * Runs and checks.
     *
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, Mosquitto broker, Path patched) throws Exception {
        broker.start();
        Hall hall = new Hall(directory, directory, broker.url(), "10ms", "journalled", patched);
        TocsinProcess first = hall.start();
        NumberedPublisher publisher = new NumberedPublisher(broker.url(), 1, 0);
        try {
            Hall.awaitSession(first);
            publisher.start();
            for (int attempt = 0; attempt < 2; attempt++) {
                TocsinProcess second = hall.start();
                boolean ended = second.endsWithin(REFUSE_MS);
                second.kill();
                assertThat(ended).as("the second gateway refuses").isTrue();
                assertThat(second.exitCode()).as("the second gateway refuses").isEqualTo(1);
                assertThat(second.err().lines().filter(line -> !line.contains("warning:")))
                        .as("the second gateway refuses with one line")
                        .singleElement()
                        .asString()
                        .contains("another gateway works in");
            }
            publisher.finish();
            hall.awaitEnd(first);
            assertThat(first.terminate()).as(first.err()).isZero();
            Hall.assertBalanced(first);
            hall.assertJournalHasAll(publisher.acknowledged());
            hall.assertAlarmsAreThoseOfReplay();
        } finally {
            first.kill();
        }
    }
}

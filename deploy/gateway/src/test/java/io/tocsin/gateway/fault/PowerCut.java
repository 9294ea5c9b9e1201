package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.Hall;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.NumberedPublisher;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.gateway.system.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the power under a gateway that is fed over MQTT, again and again. Broker, publisher and consumer live on another
 * file system. In the end every reading that the broker ever accepted must be in the journal: what the gateway had
 * acknowledged because it was durable, the rest because the broker sent it again.
 */
final class PowerCut {
    private PowerCut() {}

    /**
     * Runs and checks.
     *
     * @param patched classes that stand in for the gateway's own, or null
     */
    static void run(Path directory, LoopDisk.Kind kind, String sync, String gate, Dose dose, Path patched)
            throws Exception {
        Random random = new Random(dose.seed());
        boolean isDurableGate = gate.equals("durable");
        try (LoopDisk disk = new LoopDisk(Files.createDirectories(directory), kind, 0);
                Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            Hall hall = new Hall(directory, disk.path(), broker.url(), sync, gate, patched);
            try (Wire consumer = new Wire(broker.url(), "consumer")) {
                consumer.subscribe("tocsin/alarms/#");
                TocsinProcess tocsin = hall.start();
                NumberedPublisher publisher =
                        new NumberedPublisher(broker.url(), dose.seed(), dose.cycles() > 5 ? 500_000 : 0);
                try {
                    Hall.awaitSession(tocsin);
                    publisher.start();
                    TimeUnit.MILLISECONDS.sleep(500);
                    int recoveries = 0;
                    for (int cycle = 0; cycle < dose.cycles(); cycle++) {
                        // Some cuts meet a gateway that is only just starting, most one in full work.
                        boolean duringRecovery = cycle > 0 && random.nextInt(5) == 0;
                        recoveries += duringRecovery ? 1 : 0;
                        if (!duringRecovery) {
                            Hall.awaitSession(tocsin);
                        }
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                        assertThat(tocsin.isAlive())
                                .as("alive before cut %d; %s", cycle, tocsin.err())
                                .isTrue();
                        if (random.nextInt(4) == 0) {
                            // Bytes that a killed process left to the operating system must be forced before anything
                            // follows.
                            tocsin.kill();
                            tocsin = hall.start();
                            Hall.awaitSession(tocsin);
                            TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                        }
                        // Without power no thread runs: the process must not see the result of a sync that the cut
                        // interrupts.
                        tocsin.freeze();
                        disk.cutPower();
                        tocsin.kill();
                        disk.remount();
                        tocsin = hall.start();
                    }
                    publisher.finish();
                    hall.awaitEnd(tocsin);
                    hall.assertWireHasAll(consumer);
                    assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
                    Hall.assertBalanced(tocsin);
                    hall.assertJournalHasAll(publisher.acknowledged());
                    if (isDurableGate) {
                        hall.assertAlarmsAreThoseOfReplay();
                        hall.assertAlarmsAreThoseOfTheOracle();
                        hall.assertRepeatsAreIdentical(consumer);
                    } else {
                        hall.assertAlarmsHoldThoseOfReplay();
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "power cuts: %s sync=%s gate=%s: %d cuts, %d of them at the start; %d readings, 0 lost; %d alarm"
                                    + " events, %d messages%n",
                            kind,
                            sync,
                            gate,
                            dose.cycles(),
                            recoveries,
                            publisher.acknowledged().values().stream()
                                    .mapToInt(Set::size)
                                    .sum(),
                            Files.readAllLines(hall.alarms()).size(),
                            consumer.messages().size());
                } finally {
                    tocsin.kill();
                }
            }
        }
    }
}

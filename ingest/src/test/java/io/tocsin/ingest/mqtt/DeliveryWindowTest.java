package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeliveryWindowTest {
    @Test
    void shouldLetAMessageInWhenItsMostReadingsFit() {
        DeliveryWindow window = new DeliveryWindow(10, 99, 4);
        window.onTaken(6);
        assertThat(window.awaitRoom(0)).isTrue();
        window.onTaken(1);
        assertThat(window.awaitRoom(0)).isFalse();
        window.onAcknowledged(1);
        assertThat(window.awaitRoom(0)).isTrue();
    }

    @Test
    void shouldWakeWhenReadingsAreAcknowledgedOrTheConnectionIsOver() throws Exception {
        DeliveryWindow window = new DeliveryWindow(2, 99, 1);
        window.onTaken(2);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> window.awaitRoom(60_000));
        window.onAcknowledged(2);
        assertThat(room.get(20, TimeUnit.SECONDS)).isTrue();
        window.onTaken(2);
        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> window.awaitRoom(60_000));
        window.open();
        assertThat(end.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldGiveUpAfterTheTimeout() {
        DeliveryWindow window = new DeliveryWindow(2, 99, 1);
        window.onTaken(2);
        assertThat(window.awaitRoom(10)).isFalse();
    }

    @Test
    void shouldRefuseABoundThatNoMessageFitsInto() {
        assertThatThrownBy(() -> new DeliveryWindow(3, 99, 4)).hasMessageContaining("unacknowledged=3, readings=4");
    }

    @Test
    void shouldTakeNoMoreThanMayComeAgain() {
        DeliveryWindow window = new DeliveryWindow(4, 8, 2);
        assertThat(window.nextToConfirm()).isEqualTo(DeliveryWindow.NOTHING);
        window.onTaken(4);
        assertThat(window.nextToConfirm()).as("nothing is acknowledged").isEqualTo(DeliveryWindow.NOTHING);
        window.onAcknowledged(3);
        assertThat(window.nextToConfirm()).isEqualTo(3);
        window.onAsked(3);
        window.onTaken(2);
        window.onAcknowledged(3);
        assertThat(window.nextToConfirm()).as("asked already").isEqualTo(DeliveryWindow.NOTHING);
        assertThat(window.mayTake()).isTrue();
        window.onTaken(2);
        assertThat(window.mayTake()).isFalse();
        assertThat(window.awaitRoom(0)).as("the socket is read, for the answer").isTrue();
        window.onConfirmed(3);
        assertThat(window.mayTake()).isTrue();
        assertThat(window.nextToConfirm()).isEqualTo(6);
        window.onAsked(6);
        window.onConfirmed(6);
        assertThat(window.nextToConfirm()).as("all that is acknowledged").isEqualTo(DeliveryWindow.NOTHING);
    }
}

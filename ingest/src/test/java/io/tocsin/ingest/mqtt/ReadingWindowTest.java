package io.tocsin.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingWindowTest {
    @Test
    void shouldLetAMessageInWhenItsMostReadingsFit() {
        ReadingWindow window = new ReadingWindow(10, 4);
        window.add(6);
        assertThat(window.awaitRoom(0)).isTrue();
        window.add(1);
        assertThat(window.awaitRoom(0)).isFalse();
        window.remove(1);
        assertThat(window.awaitRoom(0)).isTrue();
        assertThat(window.used()).isEqualTo(6);
    }

    @Test
    void shouldWakeWhenReadingsAreAcknowledgedOrTheConnectionIsOver() throws Exception {
        ReadingWindow window = new ReadingWindow(2, 1);
        window.add(2);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> window.awaitRoom(60_000));
        window.remove(2);
        assertThat(room.get(20, TimeUnit.SECONDS)).isTrue();
        window.add(2);
        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> window.awaitRoom(60_000));
        window.open();
        assertThat(end.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldGiveUpAfterTheTimeout() {
        ReadingWindow window = new ReadingWindow(2, 1);
        window.add(2);
        assertThat(window.awaitRoom(10)).isFalse();
    }

    @Test
    void shouldRefuseABoundThatNoMessageFitsInto() {
        assertThatThrownBy(() -> new ReadingWindow(3, 4)).hasMessageContaining("unacknowledged=3, readings=4");
    }
}

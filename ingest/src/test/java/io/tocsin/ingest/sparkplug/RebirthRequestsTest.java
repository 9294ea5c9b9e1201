package io.tocsin.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RebirthRequestsTest {
    private final RebirthRequests requests = new RebirthRequests(10);

    @Test
    void shouldWaitTwiceAsLongForEachRequestWithoutAnAnswer() {
        assertThat(requests.isDue(0)).isFalse();
        requests.want();
        assertThat(requests.isDue(0)).isTrue();
        requests.onAsked(0);
        assertThat(requests.isDue(1_000)).as("nothing wants it").isFalse();
        requests.want();
        assertThat(requests.isDue(9)).isFalse();
        assertThat(requests.isDue(10)).isTrue();
        requests.onAsked(10);
        requests.want();
        assertThat(requests.isDue(29)).isFalse();
        assertThat(requests.isDue(30)).isTrue();
    }

    @Test
    void shouldKeepTheIntervalWhenBirthsCome() {
        requests.want();
        requests.onAsked(0);
        requests.onBirth();
        requests.want();
        assertThat(requests.isDue(9)).isFalse();
        assertThat(requests.isDue(10)).isTrue();
        requests.onAsked(10);
        requests.want();
        requests.onBirth();
        assertThat(requests.isDue(1_000)).as("the birth is what was wanted").isFalse();
    }
}

package io.tocsin.ingest.mqtt.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.mqtt.link.LinkException.Kind;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import org.junit.jupiter.api.Test;

class ProtocolChoiceTest {
    private final ProtocolChoice auto = new ProtocolChoice(Protocol.AUTO);

    @Test
    void shouldTryTheOlderAtOnceWhenTheBrokerSaysThatItDoesNotKnowTheNewer() {
        assertThat(auto.next()).isEqualTo(Protocol.V5);
        assertThat(auto.onFailure(Kind.VERSION_REFUSED)).isTrue();
        assertThat(auto.next()).isEqualTo(Protocol.V3);
    }

    @Test
    void shouldTryTheOlderAtOnceWhenTheAnswerIsNotUnderstood() {
        assertThat(auto.onFailure(Kind.REFUSED)).isTrue();
        assertThat(auto.next()).isEqualTo(Protocol.V3);
    }

    @Test
    void shouldTakeACloseForARefusalOnlyWhenItComesTwiceInARow() {
        assertThat(auto.onFailure(Kind.CLOSED)).isFalse();
        assertThat(auto.next()).isEqualTo(Protocol.V5);
        assertThat(auto.onFailure(Kind.CLOSED)).isTrue();
        assertThat(auto.next()).isEqualTo(Protocol.V3);
    }

    @Test
    void shouldBeginToCountAnewWhenSomethingElseCameBetween() {
        auto.onFailure(Kind.CLOSED);
        auto.onFailure(Kind.UNREACHABLE);
        assertThat(auto.onFailure(Kind.CLOSED)).isFalse();
        auto.onConnected();
        assertThat(auto.onFailure(Kind.CLOSED)).isFalse();
        assertThat(auto.next()).isEqualTo(Protocol.V5);
    }

    @Test
    void shouldTryBothInTurnWhenBothAreClosed() {
        auto.onFailure(Kind.CLOSED);
        auto.onFailure(Kind.CLOSED);
        assertThat(auto.onFailure(Kind.CLOSED)).isFalse();
        assertThat(auto.next()).isEqualTo(Protocol.V5);
        assertThat(auto.onFailure(Kind.CLOSED)).isTrue();
    }

    @Test
    void shouldStayWithTheVersionThatIsConfigured() {
        for (Protocol protocol : new Protocol[] {Protocol.V3, Protocol.V5}) {
            ProtocolChoice fixed = new ProtocolChoice(protocol);
            assertThat(fixed.onFailure(Kind.VERSION_REFUSED)).isFalse();
            assertThat(fixed.onFailure(Kind.CLOSED)).isFalse();
            assertThat(fixed.onFailure(Kind.CLOSED)).isFalse();
            assertThat(fixed.next()).isEqualTo(protocol);
        }
    }
}

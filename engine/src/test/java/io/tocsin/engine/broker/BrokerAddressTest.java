package io.tocsin.engine.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "tcp://h:1884,h,1884,false",
        "ssl://h,h,8883,true",
        "tcp://h,h,1883,false",
        "tcp://10.0.0.7:1,10.0.0.7,1,false",
        "tcp://[::1]:99,::1,99,false",
        "tcp://[fe80::1%eth0]:99,fe80::1%eth0,99,false",
        "ssl://[::1],::1,8883,true",
        "tcp://plant_mosquitto_1:1883,plant_mosquitto_1,1883,false",
        "ssl://_a.b_c.example.:65535,_a.b_c.example.,65535,true"
    })
    void shouldReadAddresses(String url, String host, int port, boolean isTls) {
        BrokerAddress address = BrokerAddress.of(url);
        assertThat(address).isEqualTo(new BrokerAddress(host, port, isTls));
        assertThat(BrokerAddress.of(address.url())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h:1",
                "h:1",
                "tcp://h:x",
                "tcp://",
                "",
                "tcp://h/x",
                "tcp://h:1/",
                "tcp://h?x",
                "tcp://h:0",
                "tcp://h:65536",
                "tcp://a..b:1",
                "tcp://a b:1",
                "tcp://::1:1",
                "tcp://[plant]:1",
                "tcp://h:-1"
            })
    void shouldRefuseOtherAddresses(String url) {
        assertThatThrownBy(() -> BrokerAddress.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(url);
    }

    @Test
    void shouldNotShowPasswords() {
        assertThatThrownBy(() -> BrokerAddress.of("tcp://u:secret@h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}

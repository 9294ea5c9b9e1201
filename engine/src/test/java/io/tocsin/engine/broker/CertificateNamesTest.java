package io.tocsin.engine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {
    @ParameterizedTest
    @CsvSource({
        "plant_broker,plant_broker,true",
        "PLANT_broker.,plant_Broker,true",
        "plant_broker,plant_broker2,false",
        "*.example.com,a_b.example.com,true",
        "*.example.com,x.a_b.example.com,false",
        "*.example.com,example.com,false",
        "*.com,a_b.com,false",
        "*,a_b,false",
        "a*.example.com,a_b.example.com,false"
    })
    void shouldCoverHosts(String name, String host, boolean matches) {
        assertThat(CertificateNames.matches(name, host)).isEqualTo(matches);
    }
}

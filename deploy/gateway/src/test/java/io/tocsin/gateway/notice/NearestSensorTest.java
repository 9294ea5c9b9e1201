package io.tocsin.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NearestSensorTest {
    @Test
    void shouldNameTheSensorThatIsSpeltMostAlike() {
        KnownSensors known = Sensors.named("plant/line1/press3/temp", "plant/line1/press3/vib", "hall/temp");

        assertThat(NearestSensor.hint("plant/line1/press3/tmep", known))
                .isEqualTo("; the nearest sensor is plant/line1/press3/temp");
        assertThat(NearestSensor.hint("plant/+/+/vibration", known))
                .isEqualTo("; the nearest sensor is plant/line1/press3/vib");
        assertThat(NearestSensor.hint("Plant/Line1/#", known))
                .isEqualTo("; the nearest sensor is plant/line1/press3/temp");
        assertThat(NearestSensor.hint("temp", known)).isEqualTo("; the nearest sensor is hall/temp");
    }

    @Test
    void shouldNameNoSensorWhenNoneIsKnown() {
        assertThat(NearestSensor.hint("a/b", Sensors.named())).isEmpty();
    }

    @Test
    void shouldCountEditsLevelByLevel() {
        assertThat(NearestSensor.edits("a/+/c", "a/xyz/c", 99)).isZero();
        assertThat(NearestSensor.edits("a/#", "a/b/c", 99)).isZero();
        assertThat(NearestSensor.edits("a/bc", "a/b", 99)).isEqualTo(1);
        assertThat(NearestSensor.edits("a/bc/d", "a/bc", 99)).isEqualTo(2);
        assertThat(NearestSensor.edits("a", "a/bc", 99)).isEqualTo(3);
    }
}

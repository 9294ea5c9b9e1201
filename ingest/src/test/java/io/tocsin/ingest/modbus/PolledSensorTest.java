package io.tocsin.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolledSensorTest {
    private static final long REPEAT_NS = 60;

    @Test
    void shouldScaleOffsetAndCheckTheNumber() {
        ValueRule rule = new ValueRule(
                ValueRule.Type.NUMBER,
                new ValueScale(0.1, -40),
                List.of(QualityValue.of(32_767), QualityValue.of(-1)),
                Map.of(),
                false,
                "°C",
                -50,
                150);
        PolledSensor sensor = sensor(RegisterType.INT16, rule, 0);

        assertThat(sensor.value(new byte[] {0, 3}, 0)).isEqualTo(-39.7);
        assertThat(sensor.value(new byte[] {0x7F, (byte) 0xFF}, 0))
                .as("no value")
                .isNaN();
        assertThat(sensor.value(new byte[] {(byte) 0xFF, (byte) 0xFF}, 0))
                .as("no value")
                .isNaN();
        assertThat(sensor.value(new byte[] {0x7F, (byte) 0xFE}, 0))
                .as("not valid")
                .isNaN();
        assertThat(sensor.value(new byte[] {(byte) 0xFF, (byte) 0xFE}, 0)).isEqualTo(-40.2);
    }

    @Test
    void shouldHaveNoValueWhenTheNumberIsNotFinite() {
        PolledSensor sensor = sensor(RegisterType.FLOAT32, ValueRule.NUMBERS_ONLY, 0);

        assertThat(sensor.value(new byte[] {0x7F, (byte) 0xC0, 0, 0}, 0)).isNaN();
        assertThat(sensor.value(new byte[] {(byte) 0xFF, (byte) 0x80, 0, 0}, 0)).isNaN();
        assertThat(sensor.value(new byte[] {(byte) 0x80, 0, 0, 0}, 0)).isEqualTo(Double.valueOf(0));
    }

    @Test
    void shouldBeAReadingWhenTheValueLeavesTheDeadband() {
        PolledSensor sensor = sensor(RegisterType.INT16, ValueRule.NUMBERS_ONLY, 2);

        assertThat(isReading(sensor, 10, 0)).as("first").isTrue();
        assertThat(isReading(sensor, 12, 1)).isFalse();
        assertThat(isReading(sensor, 12.5, 2)).isTrue();
        assertThat(isReading(sensor, 10.5, 3))
                .as("measured from the last reading")
                .isFalse();
        assertThat(isReading(sensor, 10, 4)).isTrue();
    }

    @Test
    void shouldBeAReadingOnEachChangeOfQuality() {
        PolledSensor sensor = sensor(RegisterType.INT16, ValueRule.NUMBERS_ONLY, RegisterConfig.EVERY_POLL);

        assertThat(isReading(sensor, Double.NaN, 0)).as("first").isTrue();
        assertThat(isReading(sensor, Double.NaN, 1)).isFalse();
        assertThat(isReading(sensor, 5, 2)).isTrue();
        assertThat(isReading(sensor, 5, 3)).as("each poll").isTrue();
        assertThat(isReading(sensor, Double.NaN, 4)).isTrue();
        assertThat(isReading(sensor, Double.NaN, 5)).isFalse();
    }

    @Test
    void shouldRepeatAfterATime() {
        PolledSensor sensor = sensor(RegisterType.INT16, ValueRule.NUMBERS_ONLY, 0);

        assertThat(isReading(sensor, 5, 0)).isTrue();
        assertThat(isReading(sensor, 5, REPEAT_NS - 1)).isFalse();
        assertThat(isReading(sensor, 5, REPEAT_NS)).isTrue();
        assertThat(isReading(sensor, Double.NaN, REPEAT_NS + 1)).isTrue();
        assertThat(isReading(sensor, Double.NaN, 2 * REPEAT_NS)).isFalse();
        assertThat(isReading(sensor, Double.NaN, 2 * REPEAT_NS + 1)).isTrue();
    }

    private static boolean isReading(PolledSensor sensor, double value, long nowNs) {
        boolean isReading = sensor.isReading(value, nowNs);
        if (isReading) {
            sensor.onReading(value, nowNs);
        }
        return isReading;
    }

    private static PolledSensor sensor(RegisterType type, ValueRule rule, double deadband) {
        RegisterConfig register = new RegisterConfig(
                "s", ModbusTable.HOLDING, 0, type, RegisterConfig.WHOLE, RegisterOrder.ABCD, rule, deadband);
        return new PolledSensor(register, REPEAT_NS);
    }
}

package io.tocsin.alerts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTemplateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{sensors}",
                "{}",
                "{0}",
                "{ sensor }",
                "{sensor",
                "{{sensor}}",
                "{1000}",
                "a\nb",
                "a\u001B[31m",
                "\uD800"
            })
    void shouldRefuseTheTemplateWhenItCannotBeMeant(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageTemplate.validate(template));
    }

    @Test
    void shouldAcceptTheTemplateWhenEveryPlaceholderIsKnown() {
        assertThatNoException()
                .isThrownBy(() -> MessageTemplate.validate(
                        "{sensor} {value} {limit} {level} {alarm} {time} {priority} {gateway} {1} {12} } °C"));
    }

    @Test
    void shouldRefuseTheTemplateWhenItHasTooManyPlaceholders() {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageTemplate.validate("{sensor}".repeat(33)));
    }

    @ParameterizedTest
    @CsvSource({
        "96.2, 96.2", "95, 95", "0.30000000000000004, 0.3", "1234567.891, 1234567.891", "-0.0, 0",
        "0.000123456789, 0.000123457", "1e-9, 1E-9", "1e21, 1E+21", "100, 100", "-12.3456789, -12.345679"
    })
    void shouldWriteNumbersForPeopleWhenFormatted(double value, String text) {
        assertThat(HumanNumber.format(value)).isEqualTo(text);
    }
}

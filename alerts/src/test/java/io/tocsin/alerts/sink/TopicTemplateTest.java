package io.tocsin.alerts.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.alerts.event.EventFields;
import io.tocsin.alerts.event.RowFields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {
    private static EventFields event(String alarm, String sensor, String level) {
        return new EventFields("id", "id/RAISED/1", "RAISED", alarm, sensor, level, "high", "t", "m", "press/hall");
    }

    @Test
    void shouldKeepTheSensorsLevelsWhenFilled() {
        TopicTemplate template =
                TopicTemplate.forEvents("tocsin/{gateway}/{alarm}/{sensor}/{level}/{priority}/{event}");

        assertThat(template.topic(event("hot", "plant/line1/temp", "")))
                .isEqualTo("tocsin/press_hall/hot/plant/line1/temp/none/high/RAISED");
    }

    /** The two look alike; an operator's client that retains one of them must not lose the other. */
    @Test
    void shouldGiveEachSensorItsTopicWhenNamesDifferInWhatNobodySees() {
        TopicTemplate template = TopicTemplate.forEvents("{alarm}/{sensor}");

        assertThat(template.topic(event("hot", "plant/a\u200B", ""))).isEqualTo("hot/plant/a\\u200B");
        assertThat(template.topic(event("hot", "plant/a\u00AD", ""))).isEqualTo("hot/plant/a\\u00AD");
        assertThat(template.topic(event("hot", "plant/a", ""))).isEqualTo("hot/plant/a");
        assertThat(template.topic(event("hot", "plant/a\\u200B", ""))).isEqualTo("hot/plant/a\\u005Cu200B");
    }

    @Test
    void shouldLetNoWildcardOrControlCharacterInWhenNamesHaveThem() {
        TopicTemplate template = TopicTemplate.forEvents("{alarm}/{sensor}");

        assertThat(template.topic(event("$SYS/x", "plant/+/#/a\0b\u0085c{alarm}", "HI")))
                .isEqualTo("_SYS_x/plant/_/_/a\\u0000b\\u0085c{alarm}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+/b", "a/#", "$SYS/a", "a/{value}", "a/{1}", "a\0", "a\uFDD0", "{sensor"})
    void shouldRefuseTheTemplateWhenNoTopicCanComeOfIt(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.forEvents(template));
    }

    @Test
    void shouldNameStreamAndSensorWhenItIsARow() {
        TopicTemplate template = TopicTemplate.forRows("tocsin/{gateway}/streams/{stream}/{sensor}");
        RowFields row = new RowFields("id", "temp/10s", "plant/+/temp", false, false, "", "", 1, List.of(), 1, "hall");

        assertThat(template.topic(row)).isEqualTo("tocsin/hall/streams/temp_10s/plant/_/temp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#", "$SYS/a", "a/{alarm}", "a/{level}", "{stream"})
    void shouldRefuseTheTemplateWhenNoTopicOfRowsCanComeOfIt(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.forRows(template));
    }
}

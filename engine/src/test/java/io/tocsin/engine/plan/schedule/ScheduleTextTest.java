package io.tocsin.engine.plan.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTextTest {
    @Test
    void shouldReadSpansOfTheWeek() {
        assertThat(ScheduleText.weekly("mon-fri 06:00-22:00"))
                .isEqualTo(new WeeklySpans(0b001_1111, List.of(new DaySpan(360, 1320, 0))));
        assertThat(ScheduleText.weekly(" sat-mon,wed  22:00-06:00,  13:00 - 14:30 "))
                .isEqualTo(new WeeklySpans(0b110_0101, List.of(new DaySpan(1320, 1800, 0), new DaySpan(780, 870, 0))));
        assertThat(ScheduleText.weekly("daily 00:00-24:00").spans()).containsExactly(new DaySpan(0, 1440, 0));
        assertThat(ScheduleText.weekly("fri 18:00-00:00").spans()).containsExactly(new DaySpan(1080, 1440, 0));
        assertThat(ScheduleText.weekly("sun 01:00 for 90m").spans())
                .containsExactly(new DaySpan(60, 0, TimeUnit.MINUTES.toNanos(90)));
    }

    @Test
    void shouldReadExceptions() {
        long eve = LocalDate.of(2026, 12, 24).toEpochDay();
        assertThat(ScheduleText.dated("2026-12-24 06:00-12:00"))
                .isEqualTo(new DatedSpans(eve, eve, List.of(new DaySpan(360, 720, 0))));
        assertThat(ScheduleText.dated("2026-12-25..2026-12-26 closed"))
                .isEqualTo(new DatedSpans(eve + 1, eve + 2, List.of()));
        assertThat(ScheduleText.dated("2026-12-24 open").spans()).containsExactly(new DaySpan(0, 1440, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "mon-fri | must be days and spans such as mon-fri 06:00-22:00, is \"mon-fri\"",
                "mon-fir 06:00-22:00 | must have days of mon, tue, wed, thu, fri, sat, sun or daily, has \"fir\"",
                "mon-tue-wed 06:00-22:00"
                        + " | must be days and spans such as mon-fri 06:00-22:00, has the days \"mon-tue-wed\"",
                "Mon 06:00-22:00 | must have days of mon, tue, wed, thu, fri, sat, sun or daily, has \"Mon\"",
                "mon 6:00-22:00 | must be a span such as 06:00-22:00 or 01:00 for 2h, is \"6:00-22:00\"",
                "mon 06:00-22:00; 23:00-24:00"
                        + " | must be a span such as 06:00-22:00 or 01:00 for 2h, is \"06:00-22:00; 23:00-24:00\"",
                "mon 06:00-24:01 | must have times of day from 00:00 to 24:00, has \"06:00-24:01\"",
                "mon 06:60-22:00 | must have times of day from 00:00 to 24:00, has \"06:60-22:00\"",
                "mon 06:00-06:00 | must be a span such as 06:00-22:00 or 01:00 for 2h; a whole day is 00:00-24:00,"
                        + " is \"06:00-06:00\"",
                "mon 06:00 for 8d | must be a span such as 06:00-22:00 or 01:00 for 2h; it begins before 24:00 and"
                        + " lasts 1m to 7d, is \"06:00 for 8d\"",
                "mon 06:00 for 0m | must be a span such as 06:00-22:00 or 01:00 for 2h; it begins before 24:00 and"
                        + " lasts 1m to 7d, is \"06:00 for 0m\"",
            })
    void shouldSayWhatIsWrongWithSpansOfTheWeek(String text, String message) {
        assertThatThrownBy(() -> ScheduleText.weekly(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "2026-12-25"
                        + " | must be a date and spans such as 2026-12-24 06:00-12:00, or closed, is \"2026-12-25\"",
                "2026-02-29 closed | must have a date such as 2026-12-24, has \"2026-02-29\"",
                "25.12.2026 closed | must have a date such as 2026-12-24, has \"25.12.2026\"",
                "1969-12-31 closed | must have a date of the years 1970 to 2100, has \"1969-12-31\"",
                "2026-12-26..2026-12-25 closed | must not end before it begins, is 2026-12-26..2026-12-25",
                "2026-12-26 shut | must be a span such as 06:00-22:00 or 01:00 for 2h, is \"shut\"",
            })
    void shouldSayWhatIsWrongWithAnException(String text, String message) {
        assertThatThrownBy(() -> ScheduleText.dated(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldWriteSpansAsTheyAreRead() {
        for (String text : List.of("06:00-22:00", "22:00-06:00", "00:00-24:00, 01:00 for 120m")) {
            assertThat(ScheduleText.of(ScheduleText.weekly("mon " + text).spans()))
                    .isEqualTo(text);
        }
        assertThat(ScheduleText.of(List.of())).isEqualTo("closed");
    }
}

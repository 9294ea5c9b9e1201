package io.tocsin.engine.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.plan.schedule.Schedule;
import io.tocsin.engine.plan.schedule.ScheduleText;
import io.tocsin.engine.plan.schedule.ZoneTransitions;
import io.tocsin.engine.testkit.Seeds;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Schedules as bytes of a plan. */
class ScheduleCodecTest {
    private static final Schedule SHIFTS = new Schedule(
            "shifts",
            ZoneTransitions.of(ZoneId.of("Europe/Berlin")),
            List.of(ScheduleText.weekly("mon-fri 06:00-22:00"), ScheduleText.weekly("sun 01:00 for 2h")),
            List.of(ScheduleText.dated("2026-12-25..2026-12-26 closed")));

    @Test
    void shouldReadWhatItWrote() {
        byte[] bytes = bytes(SHIFTS);
        Schedule read = read(bytes);

        assertThat(read).isEqualTo(SHIFTS).hasSameHashCodeAs(SHIFTS);
        assertThat(bytes(read)).isEqualTo(bytes);
        assertThat(read.zone().id()).isEqualTo("Europe/Berlin");
        assertThat(bytes.length).as("a zone with two changes a year").isLessThan(4_096);
    }

    @Test
    void shouldDifferWhenTheZoneHasOtherClockChanges() {
        byte[] bytes = bytes(SHIFTS);
        // offset behind the last clock change of the zone; the spans follow it
        int at = bytes.length - tailLength();
        bytes[at] ^= 4;

        assertThat(read(bytes)).isNotEqualTo(SHIFTS);
    }

    @Test
    void shouldRefuseBytesThatAreNoSchedule() {
        Random random = Seeds.random(Seeds.of(7));
        byte[] bytes = bytes(SHIFTS);
        for (int cut = 0; cut < bytes.length; cut += 1 + random.nextInt(40)) {
            byte[] shorter = java.util.Arrays.copyOf(bytes, cut);
            assertThatThrownBy(() -> read(shorter)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] other = bytes.clone();
            other[random.nextInt(other.length)] = (byte) random.nextInt();
            try {
                Schedule read = read(other);
                assertThat(read(bytes(read))).isEqualTo(read);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static int tailLength() {
        int zoneId = Integer.BYTES;
        int weekly = Integer.BYTES + 2 * (1 + Integer.BYTES + 16);
        int exceptions = Integer.BYTES + 16 + Integer.BYTES;
        return zoneId + weekly + exceptions;
    }

    private static byte[] bytes(Schedule schedule) {
        PlanWriter writer = new PlanWriter();
        schedule.writeTo(writer);
        return writer.bytes();
    }

    private static Schedule read(byte[] bytes) {
        return Schedule.readFrom(new PlanReader(new UnsafeBuffer(bytes), 0));
    }
}

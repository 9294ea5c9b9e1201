package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@code java.time} and {@code BigDecimal}. */
class TimeTextModelTest {
    @Test
    void shouldAgreeWithJavaTimeWhenTextIsIso() {
        Random random = seeded("iso");
        for (int i = 0; i < 100_000; i++) {
            long timeNs = randomTimeNs(random);
            Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(timeNs, 1_000_000_000L), Math.floorMod(timeNs, 1_000_000_000L));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(36 * 60) - 18 * 60) * 60);
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.ofInstant(instant, offset));
            long expected = timeNs >= EventTime.MIN_NS && timeNs < EventTime.END_NS ? timeNs : EventTime.INVALID;
            check(text, TimeUnits.ISO, expected);
        }
    }

    @Test
    void shouldBeExactWhenTextIsANumber() {
        Random random = seeded("number");
        TimeUnits[] units = {TimeUnits.S, TimeUnits.MS, TimeUnits.US, TimeUnits.NS};
        for (int i = 0; i < 100_000; i++) {
            TimeUnits unit = units[random.nextInt(units.length)];
            BigDecimal ticks = BigDecimal.valueOf(randomTimeNs(random))
                    .divide(BigDecimal.valueOf(unit.nanos()))
                    .add(BigDecimal.valueOf(random.nextInt(1000), random.nextInt(14)));
            String text = random.nextBoolean() ? ticks.toPlainString() : ticks.toString();
            BigDecimal exact = new BigDecimal(text).multiply(BigDecimal.valueOf(unit.nanos()));
            boolean inRange = exact.compareTo(BigDecimal.valueOf(EventTime.MIN_NS)) >= 0
                    && exact.compareTo(BigDecimal.valueOf(EventTime.END_NS)) < 0;
            check(text, unit, inRange ? exact.longValue() : EventTime.INVALID);
        }
    }

    @Test
    void shouldNeverThrowWhenTextIsGarbage() {
        Random random = seeded("garbage");
        String alphabet = "0123456789-:.TZ+eE ,";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "2026-11-20T17:31:00Z" : "");
            int edits = random.nextInt(30);
            for (int e = 0; e < edits; e++) {
                text.insert(random.nextInt(text.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (TimeUnits unit : EnumSet.complementOf(EnumSet.of(TimeUnits.PATTERN))) {
                long timeNs = parse(text.toString(), unit);
                if (timeNs != EventTime.INVALID && !EventTime.isInRange(timeNs)) {
                    fail("text=%s unit=%s timeNs=%d", text, unit, timeNs);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-20T24:00:00Z",
        "2026-11-20T23:59:60Z",
        "2026-11-20T17:31:00",
        "2026-11-20",
        "1677-12-31T23:59:59Z",
        "2262-01-01T00:00:00Z",
        "2026-11-20T17:31:00.Z",
        "2026-11-20T17:31:00+19:00",
        "20261120T173100Z",
        "''"
    })
    void shouldRefuseIsoWhenItIsNoTimeOfOurs(String text) {
        assertThat(parse(text, TimeUnits.ISO)).isEqualTo(EventTime.INVALID);
    }

    @Test
    void shouldAcceptLooserIsoWhenItIsUnambiguous() {
        assertThat(parse("2026-11-20 17:31Z", TimeUnits.ISO)).isEqualTo(1_795_195_860_000_000_000L);
        assertThat(parse("2026-11-20t18:31:00,5+0100", TimeUnits.ISO)).isEqualTo(1_795_195_860_500_000_000L);
        assertThat(parse("2026-11-20T18:31:00+01", TimeUnits.ISO)).isEqualTo(1_795_195_860_000_000_000L);
    }

    @Test
    void shouldReplaceEventTimeWhenItIsAbsentOrInTheFuture() {
        assertThat(EventTime.flags(EventTime.ABSENT, 5)).isEqualTo(4);
        assertThat(EventTime.flags(11, 10)).isEqualTo(1);
        assertThat(EventTime.flags(10, 10)).isZero();
        assertThat(EventTime.flags(EventTime.END_NS - 1, Long.MAX_VALUE)).isZero();
        assertThat(EventTime.effective(11, 5, 1)).isEqualTo(5);
        assertThat(EventTime.effective(3, 5, 0)).isEqualTo(3);
    }

    private static void check(String text, TimeUnits unit, long expectedNs) {
        long actualNs = parse(text, unit);
        if (actualNs != expectedNs) {
            fail("text=%s unit=%s expected=%d actual=%d", text, unit, expectedNs, actualNs);
        }
    }

    private static long randomTimeNs(Random random) {
        return random.nextInt(3) == 0 ? random.nextLong() : 1_700_000_000_000_000_000L + (random.nextLong() >>> 8);
    }

    private static Random seeded(String what) {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("TimeTextModelTest " + what + " seed=" + seed);
        return new Random(seed);
    }

    private static long parse(String text, TimeUnits unit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TimeText.parse(bytes, 0, bytes.length, unit);
    }
}

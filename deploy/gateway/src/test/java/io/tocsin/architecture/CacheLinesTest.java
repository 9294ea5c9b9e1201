package io.tocsin.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/**
 * Cache lines that a usual reading of one sensor with one rule touches, computed from the layouts. The bounds are the
 * figures of 2026-11-30: a layout that grows or straddles lines fails here, whatever a busy machine's clock says.
 */
class CacheLinesTest {
    private static final int LINE = 64;
    /** Elements of an array of Java begin here, and the array anywhere on a multiple of 8. */
    private static final int ARRAY_BASE = 16;

    private static final int SENSOR = offHeap("io.tocsin.engine.scope.SensorLayout", "LENGTH");
    /** An entry is one long. */
    private static final int DISPATCH = inArray(Long.BYTES);

    private static final int CONTEXT = offHeap("io.tocsin.persistence.journal.format.SensorContexts", "LENGTH");

    @Test
    void shouldTouchThreeLinesBesideTheOperator() {
        assertThat(SENSOR + DISPATCH + CONTEXT).isEqualTo(3);
    }

    @Test
    void shouldTouchOneLineOfALimitAlarm() {
        assertThat(offHeap("io.tocsin.engine.alarm.LimitLayout", "HOT_LENGTH")).isEqualTo(1);
    }

    @Test
    void shouldTouchOneLineOfAMissingAlarm() {
        assertThat(offHeap("io.tocsin.engine.alarm.MissingLayout", "HOT_LENGTH"))
                .isEqualTo(1);
    }

    @Test
    void shouldTouchOneLineOfAWindow() {
        assertThat(offHeap("io.tocsin.engine.window.CurrentPanes", "LENGTH")).isEqualTo(1);
        assertThat(constant("io.tocsin.engine.window.PlainPanes", "LENGTH"))
                .as("count, sum, least and greatest beside the three times of the line")
                .isLessThanOrEqualTo(constant("io.tocsin.engine.window.CurrentPanes", "SAMPLES_LENGTH_MAX"));
    }

    /** Lines of a slot in an arena, whose chunks begin with a line. */
    private static int offHeap(String layout, String length) {
        return worst(constant(layout, length), 0, LINE);
    }

    /** Lines of an element of a Java array. */
    private static int inArray(int length) {
        return worst(length, ARRAY_BASE, Long.BYTES);
    }

    /** The most lines of any slot, for a memory that begins at any multiple of an alignment. */
    private static int worst(int length, int base, int alignment) {
        int worst = 0;
        for (int begin = 0; begin < LINE; begin += alignment) {
            for (int slot = 0; slot < LINE; slot++) {
                int first = begin + base + slot * length;
                worst = Math.max(worst, (first + length - 1) / LINE - first / LINE + 1);
            }
        }
        return worst;
    }

    private static int constant(String layout, String name) {
        try {
            Field field = Class.forName(layout).getDeclaredField(name);
            field.setAccessible(true);
            return field.getInt(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the layout has moved: adapt this test, layout=" + layout + ", name=" + name, e);
        }
    }
}

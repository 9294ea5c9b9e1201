package io.tocsin.alerts.event;

/**
 * The parts of an alarm event that are text, as messages need them.
 *
 * @param sensor its name, or the selector of a group
 * @param level name of the level, or empty
 * @param time ISO-8601
 * @param priority the label
 * @param value NaN when there is none, or a text
 * @param valueText the value that is a text, or null
 * @param limit NaN when there is none
 */
record EventText(
        String alarm,
        String sensor,
        String level,
        String time,
        String priority,
        String gateway,
        double value,
        String valueText,
        double limit) {}

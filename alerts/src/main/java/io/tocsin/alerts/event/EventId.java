package io.tocsin.alerts.event;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;

/**
 * The name of one alarm event: {@code {id}/{event}/{discriminator}}. The discriminator is the event time in epoch
 * nanoseconds, then {@code -} and the level of rules that have levels, then {@code -held} when the alarm stays active
 * although its value has gone. For a change of level at the time of an earlier event of its episode {@code -2}, {@code
 * -3} … is appended.
 *
 * <p>An event of the alarm board that answers an action has the action's id as discriminator, a reminder its number.
 *
 * <p>An event has the same name whenever and however often it is decided or delivered; no two events have one.
 */
final class EventId {
    private static final String HELD = "-held";

    private EventId() {}

    /**
     * @param id of the episode
     * @param level name of the level, or empty
     */
    static String of(String id, AlarmEventFlyweight event, String level) {
        StringBuilder name = new StringBuilder(id.length() + 48)
                .append(id)
                .append('/')
                .append(event.kind().name())
                .append('/')
                .append(event.timeNs());
        if (!level.isEmpty()) {
            name.append('-').append(level);
        }
        if (event.isHeld()) {
            name.append(HELD);
        }
        if (event.earlierAtInstant() > 0) {
            name.append('-').append(event.earlierAtInstant() + 1);
        }
        return name.toString();
    }

    /**
     * The name of an event of the alarm board.
     *
     * @param id of the episode, or of what the event is about
     * @param level name of the level, or empty
     * @param actionId of the action that the event answers, or empty
     */
    static String ofBoard(String id, AlarmEventFlyweight event, int number, String level, String actionId) {
        if (event.kind().isOfRule()) {
            return of(id, event, level);
        }
        String rest = !actionId.isEmpty()
                ? actionId
                : number > 0 ? Integer.toString(number) : event.timeNs() + (level.isEmpty() ? "" : '-' + level);
        return id + '/' + event.kind().name() + '/' + rest;
    }

    /**
     * Whether the id has a number after its level.
     *
     * @param eventId of this event; empty in lines that older versions wrote, which have no numbers
     * @param event name of the {@link AlarmEventKind}
     * @param level name of the level, or empty: events of rules without levels are never numbered
     * @param isHeld whether the alarm stays active although its value has gone
     */
    static boolean isNumbered(String eventId, String event, String level, boolean isHeld) {
        return !eventId.isEmpty()
                && !level.isEmpty()
                && event.equals(AlarmEventKind.LEVEL_CHANGED.name())
                && !eventId.endsWith('-' + level + (isHeld ? HELD : ""));
    }
}

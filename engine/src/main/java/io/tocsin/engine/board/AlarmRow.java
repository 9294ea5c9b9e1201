package io.tocsin.engine.board;

import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.result.AlarmBoardFlyweight;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.ShelfKind;

/**
 * One line of a list of alarms: the state of an alarm at a sensor after its last event.
 *
 * @param id of the episode, or empty before the first
 * @param level of the episode, or null
 * @param acknowledgedLevel the level that the last acknowledgement covers, or null
 * @param rungLevel the highest level that rang and waits for an acknowledgement, or null
 * @param shelf of the alarm
 * @param untilNs end of the shelf by the wall clock, epoch ns; 0 without one
 * @param unackedBefore number of earlier episodes that nobody has acknowledged
 * @param raisedNs event time of the raise, epoch ns; {@link AlarmEventFlyweight#NO_EPISODE} before the first
 * @param value of the last event; NaN when there is none
 */
public record AlarmRow(
        String alarm,
        String sensor,
        String id,
        AlarmState state,
        Level level,
        Level acknowledgedLevel,
        Level rungLevel,
        ShelfKind shelf,
        long untilNs,
        boolean isSuppressed,
        boolean isOutOfService,
        boolean isFirstInGroup,
        int unackedBefore,
        long raisedNs,
        double value) {
    private static final Level[] LEVELS = Level.values();

    /** The row after an event. */
    static AlarmRow of(AlarmEventFlyweight event, AlarmBoardFlyweight board, AlarmRow before, ResultNames names) {
        boolean hasEpisode = event.raisedNs() != AlarmEventFlyweight.NO_EPISODE;
        String alarm = names.rule(event.ruleId()).name();
        String sensor = names.alarmSensor(event.ruleId(), event.sensorId());
        String id = before == null ? "" : before.id;
        if (hasEpisode) {
            id = id(alarm, names.version(event.ruleId()), sensor, event.raisedNs(), event.occurrence());
        }
        boolean endsShelf = board.shelf() == ShelfKind.NONE;
        return new AlarmRow(
                alarm,
                sensor,
                id,
                board.state(),
                hasEpisode ? level(event.levelCode()) : before == null ? null : before.level,
                level(board.acknowledgedLevelCode()),
                level(board.rungLevelCode()),
                board.shelf(),
                endsShelf ? 0 : board.untilNs(),
                board.isSuppressed() || board.isSuppressedByDesign(),
                board.isOutOfService(),
                board.isFirstInGroup(),
                board.unackedBefore(),
                hasEpisode ? event.raisedNs() : before == null ? AlarmEventFlyweight.NO_EPISODE : before.raisedNs,
                event.value());
    }

    /** The row of an entry. */
    static AlarmRow of(AlarmEntry entry, String alarm, String sensor, long untilNs) {
        Episode episode = entry.episode;
        return new AlarmRow(
                alarm,
                sensor,
                episode == null ? "" : id(alarm, episode.version(), sensor, episode.raisedNs(), episode.occurrence()),
                entry.state,
                level(entry.level),
                level(entry.acknowledgedLevel),
                level(entry.rungLevel),
                entry.shelf,
                untilNs,
                entry.isSuppressed || entry.isSuppressedByDesign,
                entry.isOutOfService,
                entry.isFirstInGroup,
                entry.unackedBefore,
                episode == null ? AlarmEventFlyweight.NO_EPISODE : episode.raisedNs(),
                entry.value);
    }

    private static String id(String alarm, int version, String sensor, long raisedNs, int occurrence) {
        String id = alarm + '/' + version + '/' + sensor + '/' + raisedNs;
        return occurrence > 1 ? id + '-' + occurrence : id;
    }

    private static Level level(int code) {
        return code == AlarmEventFlyweight.NO_LEVEL ? null : LEVELS[code];
    }
}

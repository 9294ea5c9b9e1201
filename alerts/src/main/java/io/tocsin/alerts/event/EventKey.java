package io.tocsin.alerts.event;

import io.tocsin.engine.result.AlarmEventKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hash of an entry's identity. Two alarm events have the same key if and only if they have the same {@link EventId}.
 * Two rows have the same key if id, start, count, update mark and all values are equal, bit by bit and letter by
 * letter.
 *
 * <p>Alarm logs store keys, so an event that older versions could name keeps the key of those versions: the hash of the
 * episode's id and the kind, for a change of level also of level, time and whether it is held. A numbered change has
 * the hash of its name, as has an event of the alarm board.
 *
 * <p>A key is the first 64 bits of a SHA-256, so sensor names cannot be chosen to make two events collide.
 */
public final class EventKey {
    /** Events that no older version could name. */
    private static final Set<String> BOARD_EVENTS = Arrays.stream(AlarmEventKind.values())
            .filter(kind -> !kind.isOfRule())
            .map(AlarmEventKind::name)
            .collect(Collectors.toUnmodifiableSet());

    private EventKey() {}

    /**
     * @param eventId the event's name; empty in lines that older versions wrote
     * @param id the episode's id
     * @param event name of the {@link AlarmEventKind}
     * @param level name of the level, or empty
     * @param time event time as in the JSON object
     * @param isHeld whether the alarm stays active although its value has gone
     */
    public static long of(String eventId, String id, String event, String level, String time, boolean isHeld) {
        if (EventId.isNumbered(eventId, event, level, isHeld) || BOARD_EVENTS.contains(event)) {
            return hash(eventId);
        }
        String text = id + '\n' + event;
        if (event.equals(AlarmEventKind.LEVEL_CHANGED.name())) {
            text += '\n' + level + '\n' + time + (isHeld ? "\nheld" : "");
        }
        return hash(text);
    }

    /** Of a row. */
    static long of(RowFields row) {
        StringBuilder text = new StringBuilder(row.id())
                .append("\nROW\n")
                .append(row.start())
                .append('\n')
                .append(row.count())
                .append('\n')
                .append(row.isUpdate());
        for (RowFields.Value value : row.values()) {
            text.append('\n')
                    .append(value.label())
                    .append('\n')
                    .append(
                            value.text() == null
                                    ? Long.toHexString(Double.doubleToLongBits(value.number()))
                                    : '"' + value.text());
        }
        return hash(text.toString());
    }

    private static long hash(String text) {
        return ByteBuffer.wrap(sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.tocsin.engine.action;

import io.tocsin.engine.journal.JournalException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One action of an operator, and the body of an {@code ACTION} record of the journal.
 *
 * <pre>
 *   version 1 | kind 1 | 0 2 | length of the texts 4 | at 8 | duration 8 | seven texts | bytes of later versions
 *   a text: length 2 | UTF-8          alarm, sensor, id, event id, action id, by, why
 * </pre>
 *
 * <p>Texts that do not apply are empty. An acknowledgement names the episode by {@code id}, and the event that the
 * operator saw by {@code eventId}; with neither the action is for the current episode of alarm and sensor.
 *
 * @param kind of the action
 * @param alarm name of the rule; may be empty when {@code id} or {@code eventId} names the alarm, and for
 *     {@link ActionKind#DECOMMISSION}
 * @param sensor name of the sensor, as in events; may be empty when {@code id} or {@code eventId} names it
 * @param id of the episode, or empty
 * @param eventId of the event that the operator saw, or empty
 * @param actionId distinguishes this action from all others; empty lets the gateway choose one
 * @param by the person or program that acts
 * @param why reason or comment
 * @param durationNs of a shelf, ns; 0 for other actions
 * @param atNs when the gateway took the action, epoch ns of its wall clock; the gateway sets it
 */
public record OperatorAction(
        ActionKind kind,
        String alarm,
        String sensor,
        String id,
        String eventId,
        String actionId,
        String by,
        String why,
        long durationNs,
        long atNs) {
    /** The longest name of an alarm, bytes of UTF-8. */
    public static final int MAX_ALARM_BYTES = 512;
    /** The longest name of a sensor, bytes of UTF-8. */
    public static final int MAX_SENSOR_BYTES = 4_096;
    /** The longest id or event id, bytes of UTF-8. */
    public static final int MAX_ID_BYTES = 5_120;
    /** The longest action id, bytes. */
    public static final int MAX_ACTION_ID_BYTES = 64;
    /** The longest name of a person or program, bytes of UTF-8. */
    public static final int MAX_BY_BYTES = 128;
    /** The longest reason or comment, bytes of UTF-8. */
    public static final int MAX_WHY_BYTES = 1_024;

    private static final byte VERSION = 1;
    private static final int KIND_OFFSET = 1;
    private static final int LENGTH_OFFSET = 4;
    private static final int AT_OFFSET = 8;
    private static final int DURATION_OFFSET = 16;
    private static final int TEXTS_OFFSET = 24;
    private static final int UNSIGNED_SHORT = 0xFFFF;
    private static final int LENGTH_BYTES = 2;

    /**
     * @throws IllegalArgumentException when a text is too long, malformed, or has a control character; the message says
     *     which one
     */
    public OperatorAction {
        require("alarm", alarm, MAX_ALARM_BYTES);
        require("sensor", sensor, MAX_SENSOR_BYTES);
        require("id", id, MAX_ID_BYTES);
        require("eventId", eventId, MAX_ID_BYTES);
        require("by", by, MAX_BY_BYTES);
        require("why", why, MAX_WHY_BYTES);
        requireActionId(actionId);
    }

    /** Creates an action on the current episode of an alarm. */
    public static OperatorAction on(ActionKind kind, String alarm, String sensor, String by) {
        return new OperatorAction(kind, alarm, sensor, "", "", "", by, "", 0, 0);
    }

    /** This action on one episode, and with the event that the operator saw; either may be empty. */
    public OperatorAction of(String episodeId, String seenEventId) {
        return new OperatorAction(kind, alarm, sensor, episodeId, seenEventId, actionId, by, why, durationNs, atNs);
    }

    /** This action with a reason or comment. */
    public OperatorAction because(String reason) {
        return new OperatorAction(kind, alarm, sensor, id, eventId, actionId, by, reason, durationNs, atNs);
    }

    /** This action for a duration, ns. */
    public OperatorAction lasting(long ns) {
        return new OperatorAction(kind, alarm, sensor, id, eventId, actionId, by, why, ns, atNs);
    }

    /** This action with an id of its own. */
    public OperatorAction named(String ownId) {
        return new OperatorAction(kind, alarm, sensor, id, eventId, ownId, by, why, durationNs, atNs);
    }

    /** This action at a time, epoch ns of the gateway's wall clock. */
    public OperatorAction at(long ns) {
        return new OperatorAction(kind, alarm, sensor, id, eventId, actionId, by, why, durationNs, ns);
    }

    /** Replaces the time of a body when the record gets its place in the journal. */
    public static void stamp(MutableDirectBuffer body, long atNs) {
        body.putLong(AT_OFFSET, atNs);
    }

    /** The time of a body, epoch ns. */
    public static long atNs(DirectBuffer body, int offset, int length) {
        if (length < TEXTS_OFFSET) {
            throw new JournalException("invalid action record, length=" + length);
        }
        return body.getLong(offset + AT_OFFSET);
    }

    /** The body's bytes. */
    public byte[] encode() {
        byte[][] texts = {bytes(alarm), bytes(sensor), bytes(id), bytes(eventId), bytes(actionId), bytes(by), bytes(why)
        };
        int length = 0;
        for (byte[] text : texts) {
            length += LENGTH_BYTES + text.length;
        }
        UnsafeBuffer body = new UnsafeBuffer(new byte[TEXTS_OFFSET + length]);
        body.putByte(0, VERSION);
        body.putByte(KIND_OFFSET, kind.code());
        body.putInt(LENGTH_OFFSET, length);
        body.putLong(AT_OFFSET, atNs);
        body.putLong(DURATION_OFFSET, durationNs);
        int at = TEXTS_OFFSET;
        for (byte[] text : texts) {
            body.putShort(at, (short) text.length);
            body.putBytes(at + LENGTH_BYTES, text);
            at += LENGTH_BYTES + text.length;
        }
        return body.byteArray();
    }

    /**
     * Reads a body.
     *
     * @throws JournalException when the bytes are no action of this version
     */
    public static OperatorAction decode(DirectBuffer buffer, int offset, int length) {
        int textLength = length < TEXTS_OFFSET ? -1 : buffer.getInt(offset + LENGTH_OFFSET);
        if (textLength < 0 || textLength > length - TEXTS_OFFSET || buffer.getByte(offset) != VERSION) {
            throw new JournalException("invalid action record, length=" + length + ", textLength=" + textLength);
        }
        ActionKind kind = ActionKind.ofCode(buffer.getByte(offset + KIND_OFFSET));
        if (kind == null) {
            throw new JournalException(
                    "a newer version wrote this journal: an action of kind=" + buffer.getByte(offset + KIND_OFFSET));
        }
        Texts texts = new Texts(buffer, offset + TEXTS_OFFSET, offset + TEXTS_OFFSET + textLength);
        try {
            OperatorAction action = new OperatorAction(
                    kind,
                    texts.next(),
                    texts.next(),
                    texts.next(),
                    texts.next(),
                    texts.next(),
                    texts.next(),
                    texts.next(),
                    buffer.getLong(offset + DURATION_OFFSET),
                    buffer.getLong(offset + AT_OFFSET));
            texts.requireEnd();
            return action;
        } catch (IllegalArgumentException e) {
            throw new JournalException("invalid action record: " + e.getMessage(), e);
        }
    }

    private static void require(String name, String text, int maxBytes) {
        int length = bytes(text).length;
        if (length > maxBytes) {
            throw new IllegalArgumentException(
                    name + " must have at most " + maxBytes + " bytes, " + name + "Bytes=" + length);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException(name + " must have no control character, index=" + i);
            }
        }
    }

    private static void requireActionId(String actionId) {
        require("actionId", actionId, MAX_ACTION_ID_BYTES);
        for (int i = 0; i < actionId.length(); i++) {
            char c = actionId.charAt(i);
            if (c >= 0x7F || !(Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
                throw new IllegalArgumentException(
                        "actionId must have only letters, digits, - _ and ., actionId=" + actionId);
            }
        }
    }

    private static byte[] bytes(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] whole = new byte[bytes.remaining()];
            bytes.get(whole);
            return whole;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text must be well-formed, text=" + text, e);
        }
    }

    /** The texts of a body, one after the other. */
    private static final class Texts {
        private final DirectBuffer buffer;
        private final int end;
        private int at;

        Texts(DirectBuffer buffer, int start, int end) {
            this.buffer = buffer;
            this.at = start;
            this.end = end;
        }

        String next() {
            int length = end - at < LENGTH_BYTES ? -1 : buffer.getShort(at) & UNSIGNED_SHORT;
            if (length < 0 || length > end - at - LENGTH_BYTES) {
                throw new IllegalArgumentException("a text ends behind the record, textLength=" + length);
            }
            byte[] bytes = new byte[length];
            buffer.getBytes(at + LENGTH_BYTES, bytes);
            at += LENGTH_BYTES + length;
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("a text is no UTF-8", e);
            }
        }

        void requireEnd() {
            if (at != end) {
                throw new IllegalArgumentException("bytes behind the last text, count=" + (end - at));
            }
        }
    }
}

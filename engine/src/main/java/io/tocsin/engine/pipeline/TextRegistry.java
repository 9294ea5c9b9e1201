package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives new texts their ids, as {@link SensorRegistry} does for sensors: the definition is in the ring before anybody can
 * publish a reading with it.
 */
final class TextRegistry {
    private static final int MAX_BODY_LENGTH = TextValue.MAX_LENGTH + Integer.BYTES;

    private final NameDictionary dictionary;
    private final InputRing ring;

    TextRegistry(NameDictionary dictionary, InputRing ring) {
        this.dictionary = dictionary;
        this.ring = ring;
    }

    /** The text's id, or a refusal of {@link Intake}. Takes a lock and allocates only when the text is new. */
    int idOf(byte[] text, int offset, int length, long receiveTimeNs) {
        int known = dictionary.idOf(text, offset, length);
        return known != NameDictionary.UNKNOWN ? known : define(text, offset, length, receiveTimeNs);
    }

    private synchronized int define(byte[] text, int offset, int length, long receiveTimeNs) {
        int known = dictionary.idOf(text, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        if (!TextValue.isValid(text, offset, length)) {
            return Intake.BAD_TEXT;
        }
        int textId = dictionary.size();
        if (textId == dictionary.capacity()) {
            return Intake.TEXT_LIMIT;
        }
        byte[] body = new byte[MAX_BODY_LENGTH];
        int bodyLength = new TextDefinition(textId, new String(text, offset, length, StandardCharsets.UTF_8))
                .encode(new UnsafeBuffer(body), 0);
        if (!ring.publishControl(ControlKind.TEXT, Arrays.copyOf(body, bodyLength), receiveTimeNs, false)) {
            return Intake.NO_ROOM_FOR_DEFINITION;
        }
        return dictionary.add(text, offset, length);
    }
}

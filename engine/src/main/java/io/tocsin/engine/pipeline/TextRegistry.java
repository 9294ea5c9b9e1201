package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** The ids of texts that are values. */
final class TextRegistry {
    private static final int MAX_BODY_LENGTH = TextValue.MAX_LENGTH + Integer.BYTES;

    private final NameDictionary dictionary;
    private final Definitions definitions;

    TextRegistry(NameDictionary dictionary, InputRing ring) {
        this.dictionary = dictionary;
        this.definitions = new Definitions(dictionary, ring, ControlKind.TEXT);
    }

    /** The text's id, or a refusal of {@link Intake}. Takes a lock and allocates only when the text is new. */
    int idOf(byte[] text, int offset, int length, long receiveTimeNs) {
        int known = dictionary.idOf(text, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        return TextValue.isValid(text, offset, length) ? define(text, offset, length, receiveTimeNs) : Intake.BAD_TEXT;
    }

    /** Apart, so that a text that is known costs no closure. */
    private int define(byte[] text, int offset, int length, long receiveTimeNs) {
        String asString = new String(text, offset, length, StandardCharsets.UTF_8);
        return definitions.define(
                text, offset, length, receiveTimeNs, id -> body(new TextDefinition(id, asString)), Intake.TEXT_LIMIT);
    }

    private static byte[] body(TextDefinition definition) {
        byte[] body = new byte[MAX_BODY_LENGTH];
        return Arrays.copyOf(body, definition.encode(new UnsafeBuffer(body), 0));
    }
}

package io.tocsin.engine.pipeline;

import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextPlaces;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ids of texts used as values. A text without a place is {@link TextValue#OTHER}. {@link TextPlaces} reserves
 * places for the texts that the plan names, which get their ids when they are first reported.
 */
public final class TextRegistry {
    private static final int MAX_BODY_LENGTH = TextValue.MAX_LENGTH + Integer.BYTES;

    private final NameDictionary dictionary;
    /** The texts that the plan names. */
    private final NameDictionary named;

    private final Definitions definitions;

    TextRegistry(NameDictionary dictionary, Plan plan, InputRing ring) {
        this.dictionary = dictionary;
        this.named = dictionaryOf(plan.namedTexts());
        this.definitions = new Definitions(dictionary, ring, ControlKind.TEXT);
    }

    /**
     * Makes sure that each text that a plan names will find a place, whatever texts come before it. Called before the
     * plan becomes current.
     *
     * @param dictionary as the journal left it
     * @throws JournalException when too many texts are in the dictionary
     */
    public static void requirePlaces(Plan plan, NameDictionary dictionary) {
        long newCount = plan.namedTexts().stream()
                .filter(text -> dictionary.idOf(text) == NameDictionary.UNKNOWN)
                .count();
        int takenAtWorst = Math.max(dictionary.size(), TextPlaces.LOOKED_UP.end());
        if (takenAtWorst + newCount > dictionary.capacity()) {
            throw new JournalException(
                    "the alarms name " + newCount + " texts that no sensor has said yet, and the journal has "
                            + "places for " + (dictionary.capacity() - takenAtWorst)
                            + " more: name fewer states, or begin with another"
                            + " dataDir");
        }
    }

    /**
     * The text's id, or a refusal of {@link Intake}. Takes a lock and allocates only for a new text that finds a place.
     */
    int idOf(byte[] text, int offset, int length, TextPlaces places, long receiveTimeNs) {
        int known = dictionary.idOf(text, offset, length);
        if (known != NameDictionary.UNKNOWN) {
            return known;
        }
        if (!TextValue.isValid(text, offset, length)) {
            return Intake.BAD_TEXT;
        }
        int end = named.idOf(text, offset, length) == NameDictionary.UNKNOWN ? places.end() : TextPlaces.NAMED.end();
        return dictionary.size() < end ? define(text, offset, length, receiveTimeNs, end) : TextValue.OTHER_ID;
    }

    /** The text with an id, for display. */
    String text(int textId) {
        return textId == TextValue.OTHER_ID ? TextValue.OTHER : dictionary.name(textId);
    }

    /** A separate method, so that a known text costs no closure. */
    private int define(byte[] text, int offset, int length, long receiveTimeNs, int end) {
        String asString = new String(text, offset, length, StandardCharsets.UTF_8);
        return definitions.define(
                text,
                offset,
                length,
                receiveTimeNs,
                id -> body(new TextDefinition(id, asString)),
                end,
                TextValue.OTHER_ID);
    }

    private static byte[] body(TextDefinition definition) {
        byte[] body = new byte[MAX_BODY_LENGTH];
        return Arrays.copyOf(body, definition.encode(new UnsafeBuffer(body), 0));
    }

    private static NameDictionary dictionaryOf(Set<String> texts) {
        NameDictionary dictionary = new NameDictionary(Math.max(1, texts.size()));
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            dictionary.add(bytes, 0, bytes.length);
        }
        return dictionary;
    }
}

package io.tocsin.alerts.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.alerts.log.frame.Lost;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums of all entries that each sink has lost because the log had reached its bound; stored in the GAP frame at the
 * log's beginning. Sums only rise: a GAP event reports the difference between the ledger and the sums in the sink's
 * cursor. Immutable.
 *
 * @param id of this ledger; -1 of none
 * @param rowsGoneBelow rows below this sequence number are deleted, or will be
 * @param lost by the name of the sink
 */
record GapLedger(long id, long rowsGoneBelow, Map<String, Lost> lost) {
    static final GapLedger NONE = new GapLedger(-1, 0, Map.of());

    private static final JsonFactory JSON = new JsonFactory();

    GapLedger {
        lost = new TreeMap<>(lost);
    }

    /** The ledger as a GAP frame has it. */
    String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeNumberField("rowsGoneBelow", rowsGoneBelow);
            json.writeObjectFieldStart("lost");
            for (Map.Entry<String, Lost> entry : lost.entrySet()) {
                json.writeArrayFieldStart(entry.getKey());
                json.writeNumber(entry.getValue().events());
                json.writeNumber(entry.getValue().rows());
                json.writeNumber(entry.getValue().fromNs());
                json.writeNumber(entry.getValue().toNs());
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }

    /** Reads what {@link #toJson} wrote. */
    static GapLedger parse(String text) throws IOException {
        long id = -1;
        long rowsGoneBelow = 0;
        Map<String, Lost> lost = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "id" -> id = json.getLongValue();
                    case "rowsGoneBelow" -> rowsGoneBelow = json.getLongValue();
                    case "lost" -> readLost(json, lost);
                    default -> throw new IOException("a ledger has no " + name);
                }
            }
        }
        return new GapLedger(id, rowsGoneBelow, lost);
    }

    private static void readLost(JsonParser json, Map<String, Lost> lost) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String sink = json.currentName();
            json.nextToken();
            lost.put(
                    sink,
                    new Lost(
                            json.nextLongValue(0),
                            json.nextLongValue(0),
                            json.nextLongValue(0),
                            json.nextLongValue(0)));
            json.nextToken();
        }
    }
}

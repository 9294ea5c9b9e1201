package io.tocsin.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.gateway.print.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The answer to an accepted action as a JSON object, the same for HTTP and MQTT. */
public final class ActionAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private ActionAnswer() {}

    /** The JSON object of an accepted action. */
    public static String json(ActionReply reply) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("position", reply.position());
            json.writeStringField("actionId", reply.actionId());
            if (reply.state() != null) {
                json.writeStringField("state", reply.state().name());
            }
            if (reply.untilNs() != 0) {
                json.writeStringField("until", Times.exact(reply.untilNs()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return text.toString();
    }
}

package io.tocsin.alerts.sink;

import io.tocsin.alerts.event.ResultFields;
import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.util.List;

/** The members of a frame's JSON object, for sinks. */
final class FrameFields {
    private FrameFields() {}

    /**
     * @throws SuspectException the frame's text is neither an event nor a row, so this frame is the cause
     */
    static ResultFields of(LogFrame frame) throws SuspectException {
        try {
            return ResultFields.parse(frame.json());
        } catch (IOException e) {
            throw new SuspectException("it cannot be read: " + e.getMessage(), List.of(frame), e);
        }
    }
}

package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;

/**
 * Receives the result of each frame from a sink, one call for each frame, in the frames' order. The sink's thread.
 */
public interface Receipts {
    /**
     * The receiver has the frame.
     *
     * @throws IOException the result cannot be stored; the sink rethrows this
     */
    void delivered(LogFrame frame) throws IOException;

    /**
     * Sets aside a frame that the receiver refuses permanently; later frames are delivered.
     *
     * @param reason for people, without the frame's name
     * @throws IOException the frame cannot be set aside now; the sink rethrows this and receives the frame again
     */
    void refused(LogFrame frame, String reason) throws IOException;
}

package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;

/**
 * Takes from a sink what became of each frame it was given, in the frames' order and one call a frame. The sink's
 * thread.
 */
public interface Receipts {
    /**
     * The receiver has the frame.
     *
     * @throws IOException that cannot be noted; the sink passes this on
     */
    void delivered(LogFrame frame) throws IOException;

    /**
     * Sets aside a frame that the receiver refuses for good; later frames are delivered.
     *
     * @param reason for people, without the frame's name
     * @throws IOException it cannot be set aside now; the sink passes this on and is given the frame again
     */
    void refused(LogFrame frame, String reason) throws IOException;
}

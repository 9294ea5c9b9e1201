package io.tocsin.gateway.api;

import java.io.IOException;
import java.io.OutputStream;

/** Metrics as a scrape gets them. Any thread. */
public interface MetricsPage {
    /**
     * The media type of what {@link #write} writes.
     *
     * @param accept header of the request, or null
     */
    String contentType(String accept);

    /** Writes all metrics as they are now. */
    void write(String accept, OutputStream out) throws IOException;
}

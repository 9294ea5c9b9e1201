package io.tocsin.engine.port;

/**
 * Last resort when the gateway cannot keep its promises: stops the process and reports the reason. The gateway never
 * continues without a journal; the service manager restarts it, and recovery does the rest.
 */
@FunctionalInterface
public interface FailStop {
    /**
     * Stops the gateway. Any thread; the first reason counts. Returns at once; the process ends within a second.
     *
     * @param where the station that failed
     * @param cause of the failure
     */
    void failed(String where, Throwable cause);
}

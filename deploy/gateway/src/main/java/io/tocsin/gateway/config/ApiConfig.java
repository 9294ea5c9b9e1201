package io.tocsin.gateway.config;

/**
 * The local API of the gateway.
 *
 * @param isEnabled whether it listens
 * @param port on the loopback address; 0: any that is free
 * @param hasMetrics whether it shows metrics to whoever asks on this machine
 */
public record ApiConfig(boolean isEnabled, int port, boolean hasMetrics) {
    /** No API. */
    public static final ApiConfig OFF = new ApiConfig(false, 0, false);
}

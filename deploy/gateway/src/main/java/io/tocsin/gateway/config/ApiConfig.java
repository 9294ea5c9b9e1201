package io.tocsin.gateway.config;

/**
 * The local API of the gateway.
 *
 * @param isEnabled whether it listens
 * @param port on the loopback address; 0: any that is free
 */
public record ApiConfig(boolean isEnabled, int port) {
    /** No API. */
    public static final ApiConfig OFF = new ApiConfig(false, 0);
}

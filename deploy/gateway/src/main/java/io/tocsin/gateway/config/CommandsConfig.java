package io.tocsin.gateway.config;

import java.nio.file.Path;
import java.util.Set;

/**
 * Operator actions over MQTT.
 *
 * @param url of the broker
 * @param clientId at the broker
 * @param username or null
 * @param password or null; never printed
 * @param caFile PEM file of the certificates to trust, or null: the JDK's
 * @param topic commands are published below it, at {@code topic/ACTION}
 * @param allowed names that may act
 */
public record CommandsConfig(
        String url, String clientId, String username, String password, Path caFile, String topic, Set<String> allowed) {
    public CommandsConfig {
        allowed = Set.copyOf(allowed);
    }

    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}

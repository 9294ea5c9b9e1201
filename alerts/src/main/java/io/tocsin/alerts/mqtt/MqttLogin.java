package io.tocsin.alerts.mqtt;

/**
 * Credentials of the client.
 *
 * @param username or null
 * @param password or null; never printed
 */
public record MqttLogin(String clientId, String username, String password) {
    @Override
    public String toString() {
        return clientId + (username == null ? "" : " as " + username);
    }
}

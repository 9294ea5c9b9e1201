package io.tocsin.gateway.init;

import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttException;

/** Listens to a broker and writes a first configuration of what was heard. */
public final class Init {
    private final Discovery discovery;
    private final String text;
    private final long messages;
    private final long skipped;

    private Init(Discovery discovery, String text, long messages, long skipped) {
        this.discovery = discovery;
        this.text = text;
        this.messages = messages;
        this.skipped = skipped;
    }

    /**
     * A broker, and how to log in to it.
     *
     * @param url {@code tcp://HOST:PORT} or {@code ssl://HOST:PORT}
     * @param username to log in with; or null
     * @param usernameText as the file shall say it
     * @param password to log in with; or null
     * @param passwordText a reference to the secret, as the file shall say it
     */
    public record Broker(String url, String username, String usernameText, String password, String passwordText) {
        @Override
        public String toString() {
            return url; // without the secrets
        }
    }

    /**
     * Listens for a while.
     *
     * @param name of the gateway to be
     * @throws InitException when the broker cannot be reached or refuses
     */
    public static Init listen(String name, Broker broker, List<String> filters, long durationMs)
            throws InterruptedException, InitException {
        BrokerEar ear = new BrokerEar();
        try {
            ear.listen(broker.url(), broker.username(), broker.password(), filters, durationMs);
        } catch (MqttException e) {
            throw new InitException("cannot listen to " + broker.url() + ": " + reason(e), e);
        }
        Discovery discovery = Discovery.of(ear.topics());
        String text = discovery.filters().isEmpty()
                ? ""
                : InitFile.text(
                        name,
                        broker.url(),
                        broker.usernameText(),
                        broker.passwordText(),
                        durationMs / 1_000,
                        discovery);
        return new Init(discovery, text, ear.messages(), ear.skipped());
    }

    private static String reason(MqttException e) {
        return e.getCause() == null
                ? e.getMessage()
                : e.getMessage() + ", " + e.getCause().getMessage();
    }

    /** Text of the file; empty when no topic has a mapping. */
    public String text() {
        return text;
    }

    /** Messages that were heard. */
    public long messages() {
        return messages;
    }

    /** Messages that were too large or too many to be looked at. */
    public long skipped() {
        return skipped;
    }

    /** Topics that have a mapping. */
    public long mappedCount() {
        return discovery.mappedCount();
    }

    /** Topics without one. */
    public long unmappedCount() {
        return discovery.unmapped().values().stream().mapToLong(List::size).sum();
    }

    /** Topic filters of the file. */
    public int filterCount() {
        return discovery.filters().size();
    }
}

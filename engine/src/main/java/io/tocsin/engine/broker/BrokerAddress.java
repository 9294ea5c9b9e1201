package io.tocsin.engine.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Address of an MQTT broker.
 *
 * <p>Host names follow the resolver and not RFC 3986: names of containers have underscores, which {@code java.net.URI}
 * does not accept as a host.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port TCP port, 1 to 65,535
 * @param isTls whether to speak TLS
 */
public record BrokerAddress(String host, int port, boolean isTls) {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_HOST_LENGTH = 253;
    private static final Pattern URL = Pattern.compile("(tcp|ssl)://(?:\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)\\]|"
            + "([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?))(?::([0-9]{1,5}))?");

    /**
     * Reads {@code tcp://host:port} or {@code ssl://host:port}; the default port is the protocol's.
     *
     * @throws IllegalArgumentException when the URL has another form; the message does not show a user or password
     */
    public static BrokerAddress of(String url) {
        if (url.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must hold no user or password, they have keys of their own");
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a broker's url must be tcp://host:port or ssl://host:port, url=" + url);
        }
        boolean isTls = parts.group(1).equals("ssl");
        String host = parts.group(2) != null ? parts.group(2) : parts.group(3);
        int defaultPort = isTls ? TLS_PORT : PLAIN_PORT;
        int port = parts.group(4) == null ? defaultPort : Integer.parseInt(parts.group(4));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a broker's port must be 1 to " + MAX_PORT + ", url=" + url);
        }
        if (host.length() > MAX_HOST_LENGTH) {
            throw new IllegalArgumentException(
                    "a host name must have at most " + MAX_HOST_LENGTH + " characters, length=" + host.length());
        }
        return new BrokerAddress(host, port, isTls);
    }

    /** The URL with its port. */
    public String url() {
        return (isTls ? "ssl://" : "tcp://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

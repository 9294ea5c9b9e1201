package io.tocsin.ingest.mqtt;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the broker is.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port TCP port
 * @param tls whether to speak TLS
 */
record BrokerAddress(String host, int port, boolean tls) {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads {@code tcp://host:port} or {@code ssl://host:port}; the port may be left out.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static BrokerAddress of(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address of a broker, url=" + url, e);
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("user name and password have keys of their own, not the url");
        }
        boolean tls = "ssl".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
        boolean plain = "tcp".equals(uri.getScheme()) || "mqtt".equals(uri.getScheme());
        boolean hasPath = uri.getPath() != null && !uri.getPath().isEmpty() && !"/".equals(uri.getPath());
        if (!(tls || plain) || uri.getHost() == null || hasPath) {
            throw new IllegalArgumentException("a broker is tcp://host:port or ssl://host:port, url=" + url);
        }
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int defaultPort = tls ? TLS_PORT : PLAIN_PORT;
        return new BrokerAddress(bare, uri.getPort() < 0 ? defaultPort : uri.getPort(), tls);
    }

    /** For Paho, which always sees plain TCP: TLS lies below, in our sockets. */
    String plainUri() {
        return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

package io.tocsin.alerts.mqtt;

/**
 * Where a broker is.
 *
 * @param host name or address, without brackets
 * @param port TCP port
 * @param isTls whether to speak TLS
 */
public record BrokerAddress(String host, int port, boolean isTls) {
    private static final String TCP = "tcp://";
    private static final String SSL = "ssl://";
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /**
     * Reads {@code tcp://host:port} or {@code ssl://host:port}; without a port it is the protocol's.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static BrokerAddress of(String url) {
        boolean isTls = url.startsWith(SSL);
        if (!isTls && !url.startsWith(TCP)) {
            throw new IllegalArgumentException("a broker is tcp://host:port or ssl://host:port, url=" + url);
        }
        String authority = url.substring(TCP.length());
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        try {
            int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : isTls ? TLS_PORT : PLAIN_PORT;
            return new BrokerAddress(isBracketed ? host.substring(1, host.length() - 1) : host, port, isTls);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a broker's port is a number, url=" + url, e);
        }
    }

    /** As it is written. */
    public String url() {
        return (isTls ? SSL : TCP) + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

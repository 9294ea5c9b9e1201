/**
 * MQTT brokers, for sources and sinks: addresses, TLS connections, and explanations of certificate faults. The
 * only package of the engine that knows sockets; the fold does not depend on it.
 *
 * <pre>
 *    BrokerAddress ──► BrokerTls ── CertificateNames     host names that the JDK's own check refuses
 *                          └─ TlsFaultText               why a handshake failed, in words
 *    SessionContest                                      two clients with one id
 * </pre>
 */
package io.tocsin.engine.broker;

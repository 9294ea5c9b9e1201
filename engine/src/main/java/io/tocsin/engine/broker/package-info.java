/**
 * MQTT brokers as sources and sinks both see them: their addresses, TLS to them, and their certificates in words. The
 * one room of the engine that knows sockets; the fold does not come here.
 *
 * <pre>
 *    BrokerAddress ──► BrokerTls ── CertificateNames     host names that the JDK's own check does not take
 *                          └─ TlsFaultText               why a handshake failed, for people
 *    SessionContest                                      two clients with one id
 * </pre>
 */
package io.tocsin.engine.broker;

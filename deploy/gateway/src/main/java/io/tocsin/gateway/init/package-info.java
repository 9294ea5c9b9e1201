/**
 * First rules from a live broker: listens for a while, recognises the payloads, and writes a commented configuration.
 *
 * <pre>
 *   BrokerEar ─ HeardTopic ─ ShapeGuess ─ Shape ─ FilterChoice ─ InitFile
 *                            presets, JsonGuess    one filter for topics of one shape
 * </pre>
 *
 * A mapping is proposed only when all messages that were heard give readings by it, read by the code that a gateway
 * reads with. Nothing is invented: a topic without a mapping is listed as a comment, with the reason.
 */
package io.tocsin.gateway.init;

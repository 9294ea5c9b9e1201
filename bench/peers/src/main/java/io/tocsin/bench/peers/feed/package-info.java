/**
 * Feeds of other engines.
 *
 * <pre>
 *    PeerRow ─┬─ an engine that is called      feed: a call for each reading
 *             └─ PulledRow ── PassFeed ──►     an engine that reads a source: a thread of its own takes the passes
 *    PacedRow: one open-loop round of bench.paced.PacedFeed
 *    PeerReading: a reading as an object, which all of these engines want
 * </pre>
 */
package io.tocsin.bench.peers.feed;

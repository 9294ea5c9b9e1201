package io.tocsin.bench.peers.feed;

import io.tocsin.bench.paced.PacedFeed;

/** W1 in open loop on one engine. */
@FunctionalInterface
public interface PacedRow {
    /** Starts the engine, sends all readings, waits for the last change of an alarm and stops the engine. */
    void run(PacedFeed feed) throws Exception;
}

package io.tocsin.bench.peers.flink;

import io.tocsin.bench.peers.feed.PeerRow;

/**
 * Figures of a sensor's window.
 *
 * @param endNs exclusive
 */
record KeyedStats(int sensor, long endNs, Stats stats) {
    void giveTo(PeerRow row) {
        row.onWindow(sensor, endNs, stats.getCount(), stats.getSum(), stats.getMin(), stats.getMax());
    }
}

package io.tocsin.bench.mqtt;

import org.HdrHistogram.Histogram;

/** A client that is measured. Any thread. */
interface Client {
    /** Messages received, and decided where something decides them. */
    long receivedCount();

    /** Latencies from the intended time so far, ns: to the alarm's delivery, or of every hundredth message. */
    Histogram latencies();

    /** Forces of the journal so far. */
    long syncCount();
}

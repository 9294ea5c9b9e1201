package io.tocsin.bench.peers;

import io.tocsin.bench.paced.PacedJournal;
import io.tocsin.bench.peers.esper.EsperPaced;
import io.tocsin.bench.peers.feed.PacedRow;
import io.tocsin.bench.peers.flink.FlinkPaced;
import io.tocsin.bench.peers.jet.JetPaced;
import io.tocsin.bench.peers.ours.FoldPaced;
import io.tocsin.bench.peers.ours.LimitPaced;
import io.tocsin.bench.peers.ours.PipelinePaced;
import io.tocsin.bench.peers.siddhi.SiddhiPaced;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import org.agrona.concurrent.EpochNanoClock;

/** The rows of the tables of latency, in their order. */
enum PacedContender {
    LIMIT("limit, the floor"),
    FOLD("fold, a direct call"),
    BUSY("ring, journal, log: busy, os"),
    IDLE("ring, journal, log: idle, 10 ms"),
    FLINK("Flink chained"),
    FLINK_EXCHANGE("Flink with an exchange"),
    JET("Jet"),
    SIDDHI("Siddhi, a direct call"),
    ESPER("Esper, a direct call");

    private final String label;

    PacedContender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isOurs() {
        return this == FOLD || this == BUSY || this == IDLE;
    }

    /** Makes the row. */
    PacedRow create(EpochNanoClock clock) {
        return switch (this) {
            case LIMIT -> new LimitPaced();
            case FOLD -> new FoldPaced();
            case BUSY -> new PipelinePaced(WaitStrategyKind.BUSY_SPIN, PacedJournal.OS, clock);
            case IDLE -> new PipelinePaced(WaitStrategyKind.PHASED, PacedJournal.INTERVAL, clock);
            case FLINK -> new FlinkPaced(true);
            case FLINK_EXCHANGE -> new FlinkPaced(false);
            case JET -> new JetPaced();
            case SIDDHI -> new SiddhiPaced();
            case ESPER -> new EsperPaced();
        };
    }
}

package io.tocsin.gateway.run;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.pipeline.Pipeline;
import io.tocsin.engine.pipeline.RecoveredShard;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.metrics.GatewayView;
import java.io.IOException;
import java.nio.file.Files;

/** The numbers of a running gateway for its metrics. Any thread. */
record MeasuredGateway(
        GatewayConfig config, NameDictionary sensors, RecoveredShard recovered, Pipeline pipeline, Journal journal)
        implements GatewayView {
    @Override
    public String name() {
        return config.name();
    }

    @Override
    public int sensorCount() {
        return sensors.nameCount();
    }

    @Override
    public long activeAlarmCount() {
        return recovered.activeAlarmCount();
    }

    @Override
    public int ringSlots() {
        return pipeline.ringSlots();
    }

    @Override
    public long ringUsed() {
        return pipeline.ringUsed();
    }

    @Override
    public long undurableRecords() {
        return Math.max(0, journal.journalledPosition() - journal.durablePosition());
    }

    @Override
    public long journalBytes() {
        return journal.appendedBytes();
    }

    @Override
    public long syncCount() {
        return journal.syncCount();
    }

    @Override
    public long freeBytes() {
        try {
            return Files.getFileStore(config.dataDir()).getUsableSpace();
        } catch (IOException e) {
            return 0; // as the interface says; the journal tells of a disk that fails
        }
    }
}

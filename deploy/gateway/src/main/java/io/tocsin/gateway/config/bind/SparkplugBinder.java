package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.SparkplugKeys;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import java.util.List;

/** Reads the Sparkplug host of an MQTT source. */
final class SparkplugBinder {
    private final BindContext context;
    private final String gatewayName;

    SparkplugBinder(BindContext context, String gatewayName) {
        this.context = context;
        this.gatewayName = gatewayName;
    }

    /** The host; null when it has errors. */
    SparkplugConfig bind(SectionReader keys) {
        int errorsBefore = context.problems().errorCount();
        String hostId = keys.get(SparkplugKeys.HOST_ID);
        List<String> groups = keys.getAll(SparkplugKeys.GROUPS);
        Long reorderTimeoutNs = keys.get(SparkplugKeys.REORDER_TIMEOUT);
        Long rebirthIntervalNs = keys.get(SparkplugKeys.REBIRTH_INTERVAL);
        boolean commands = keys.get(SparkplugKeys.COMMANDS);
        boolean isNameMissing = hostId == null && gatewayName == null; // an error of the gateway's keys
        if (isNameMissing || context.problems().errorCount() > errorsBefore) {
            return null;
        }
        return context.attempt(
                keys.item(),
                () -> new SparkplugConfig(
                        hostId == null ? gatewayName : hostId, groups, reorderTimeoutNs, rebirthIntervalNs, commands));
    }
}

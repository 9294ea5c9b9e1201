package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.alarm.AlarmKeys;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.modbus.PollGroupConfig;
import io.tocsin.ingest.modbus.RegisterConfig;
import java.util.List;

/** Modbus sources and alarms that can run beside each other and are probably not meant so. */
final class ModbusWarnings {
    private ModbusWarnings() {}

    /** Warns of a {@code missing} alarm that a steady value raises, for its reading is repeated too late. */
    static void ofRepeats(Bound<AlarmRule> alarm, List<Bound<SourceConfig>> sources, Problems problems) {
        if (!(alarm.value() instanceof MissingRule missing) || missing.group()) {
            return;
        }
        for (Bound<SourceConfig> source : sources) {
            if (source.value() instanceof SourceConfig.Modbus modbus) {
                modbus.config().groups().forEach(group -> ofRepeats(alarm, missing, group, problems));
            }
        }
    }

    private static void ofRepeats(
            Bound<AlarmRule> alarm, MissingRule missing, PollGroupConfig group, Problems problems) {
        if (missing.timeoutNs() > group.repeatNs() + group.everyNs()) {
            return;
        }
        group.registers().stream()
                .filter(register -> register.deadband() != RegisterConfig.EVERY_POLL)
                .map(RegisterConfig::sensor)
                .filter(missing.selector()::matches)
                .findFirst()
                .ifPresent(sensor -> problems.warn(
                        alarm.keys().item(AlarmKeys.SENSOR),
                        sensor + " has a deadband, and repeats a steady value every "
                                + Durations.format(group.repeatNs()) + " only: the timeout of "
                                + Durations.format(missing.timeoutNs())
                                + " must be longer than repeat and every together"));
    }
}

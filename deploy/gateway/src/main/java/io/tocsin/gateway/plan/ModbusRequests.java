package io.tocsin.gateway.plan;

import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.modbus.ModbusSourceConfig;
import io.tocsin.ingest.modbus.PollGroupConfig;
import io.tocsin.ingest.modbus.ReadRequest;
import io.tocsin.ingest.modbus.RegisterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Requests that a Modbus source sends, in words. */
final class ModbusRequests {
    private static final int SENSORS_SHOWN = 3;

    private ModbusRequests() {}

    /** The device. */
    static String source(ModbusSourceConfig source) {
        int sensorCount = source.groups().stream()
                .mapToInt(group -> group.registers().size())
                .sum();
        return source.address() + ", timeout " + Durations.format(source.timeoutNs()) + ", "
                + counted(sensorCount, "sensor");
    }

    /** The polls: a line for each group, below it a line for each request. */
    static List<String> lines(ModbusSourceConfig source) {
        List<String> lines = new ArrayList<>();
        for (PollGroupConfig group : source.groups()) {
            List<ReadRequest> requests = source.requests(group);
            lines.add("unit " + group.unitId() + " every " + Durations.format(group.everyNs()) + ": "
                    + counted(requests.size(), "request") + ", repeat " + Durations.format(group.repeatNs()));
            requests.forEach(request -> lines.add("  read " + request.range() + " → " + sensors(request)));
        }
        return lines;
    }

    private static String sensors(ReadRequest request) {
        List<RegisterConfig> registers = request.registers();
        String shown = registers.stream()
                .limit(SENSORS_SHOWN)
                .map(ModbusRequests::sensor)
                .collect(Collectors.joining(", "));
        int more = registers.size() - SENSORS_SHOWN;
        return more > 0 ? shown + " and " + Numbers.grouped(more) + " more" : shown;
    }

    private static String sensor(RegisterConfig register) {
        String unit = register.rule().unit();
        return unit == null ? register.sensor() : register.sensor() + " [" + unit + "]";
    }

    private static String counted(int count, String noun) {
        return Numbers.grouped(count) + " " + noun + (count == 1 ? "" : "s");
    }
}

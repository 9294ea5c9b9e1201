package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.ModbusKeys;
import io.tocsin.gateway.config.schema.ValueKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import io.tocsin.ingest.modbus.ModbusSourceConfig;
import io.tocsin.ingest.modbus.ModbusTable;
import io.tocsin.ingest.modbus.PollGroupConfig;
import io.tocsin.ingest.modbus.RegisterConfig;
import io.tocsin.ingest.modbus.RegisterOrder;
import io.tocsin.ingest.modbus.RegisterType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the Modbus sources of a file; a sensor belongs to one register of one of them. */
final class ModbusBinder {
    /** More sensors are shown by their first levels. */
    private static final int MOST_SHOWN = 8;

    private final BindContext context;
    private final Problems problems;
    private final ValueRuleBinder values;
    private final Map<String, Item> sensors = new HashMap<>();

    ModbusBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
        this.values = new ValueRuleBinder(context);
    }

    /**
     * @return the source, or null when it has errors
     */
    SourceConfig bind(SectionReader keys) {
        int errorsBefore = problems.errorCount();
        String name = keys.get(ModbusKeys.NAME);
        String host = keys.get(ModbusKeys.HOST);
        int port = keys.get(ModbusKeys.PORT).intValue();
        long unitId = keys.get(ModbusKeys.UNIT_ID);
        long timeoutNs = keys.get(ModbusKeys.TIMEOUT);
        RegisterOrder order = keys.get(ModbusKeys.SOURCE_ORDER);
        int maxRegisters = keys.get(ModbusKeys.MAX_REGISTERS).intValue();
        int maxCoils = keys.get(ModbusKeys.MAX_COILS).intValue();
        List<PollGroupConfig> groups = new ArrayList<>();
        for (Item item : keys.elements(ModbusKeys.GROUPS)) {
            groups.add(group(item, unitId, order));
        }
        return problems.errorCount() > errorsBefore
                ? null
                : new SourceConfig.Modbus(
                        new ModbusSourceConfig(name, host, port, timeoutNs, maxRegisters, maxCoils, groups));
    }

    /** The sensors of a source as filters: by name, or when they are many, by their first levels. */
    static List<String> sensorsOf(ModbusSourceConfig source) {
        List<String> names = source.groups().stream()
                .flatMap(group -> group.registers().stream())
                .map(RegisterConfig::sensor)
                .toList();
        return names.size() <= MOST_SHOWN
                ? names
                : names.stream()
                        .map(sensor -> sensor.contains("/") ? sensor.substring(0, sensor.indexOf('/')) + "/#" : sensor)
                        .distinct()
                        .toList();
    }

    private PollGroupConfig group(Item item, long sourceUnitId, RegisterOrder sourceOrder) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, ModbusKeys.GROUP, problems);
        long everyNs = keys.get(ModbusKeys.EVERY);
        Long unitId = keys.get(ModbusKeys.GROUP_UNIT_ID);
        int maxGap = keys.get(ModbusKeys.MAX_GAP).intValue();
        long repeatNs = keys.get(ModbusKeys.REPEAT);
        List<RegisterConfig> registers = new ArrayList<>();
        for (Item register : keys.elements(ModbusKeys.REGISTERS)) {
            registers.add(register(register, sourceOrder));
        }
        return problems.errorCount() > errorsBefore
                ? null
                : new PollGroupConfig(
                        everyNs, unitId == null ? (int) sourceUnitId : unitId.intValue(), maxGap, repeatNs, registers);
    }

    private RegisterConfig register(Item item, RegisterOrder sourceOrder) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, ModbusKeys.REGISTER, problems);
        String sensor = keys.get(ModbusKeys.SENSOR);
        ModbusTable table = keys.get(ModbusKeys.TABLE);
        Long address = keys.get(ModbusKeys.ADDRESS);
        RegisterType type = type(keys, table);
        Long bit = keys.get(ModbusKeys.BIT);
        RegisterOrder order = keys.get(ModbusKeys.ORDER);
        ValueRule rule = rule(keys);
        Double deadband = keys.get(ModbusKeys.DEADBAND);
        requireOwn(keys, sensor);
        requireBitOfRegister(keys, table, type);
        if (address != null && address + type.addressCount() > RegisterConfig.ADDRESSES) {
            problems.error(
                    keys.item(ModbusKeys.ADDRESS),
                    "is too high for " + type.label() + ", which needs " + type.addressCount()
                            + " registers; the last one is " + (RegisterConfig.ADDRESSES - 1));
        }
        return problems.errorCount() > errorsBefore
                ? null
                : new RegisterConfig(
                        sensor,
                        table,
                        address.intValue(),
                        type,
                        bit == null ? RegisterConfig.WHOLE : bit.intValue(),
                        order == null ? sourceOrder : order,
                        rule,
                        deadband == null ? RegisterConfig.EVERY_POLL : deadband);
    }

    /** The rule for numbers; null when there are errors. */
    private ValueRule rule(SectionReader keys) {
        ValueScale scale = values.scale(keys, ValueScale.NONE);
        List<QualityValue> noValue = keys.getAll(ModbusKeys.NO_VALUE).stream()
                .map(number -> QualityValue.of(number))
                .toList();
        String unit = keys.get(ModbusKeys.UNIT);
        double[] valid = keys.has(ValueKeys.VALID)
                ? values.two(keys, ValueKeys.VALID)
                : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        return valid == null
                ? null
                : context.attempt(
                        keys.nearest(ValueKeys.VALID),
                        () -> new ValueRule(
                                ValueRule.Type.NUMBER, scale, noValue, Map.of(), false, unit, valid[0], valid[1]));
    }

    private RegisterType type(SectionReader keys, ModbusTable table) {
        RegisterType type = keys.get(ModbusKeys.TYPE);
        if (type == null) {
            boolean isBit = table.holdsBits() || keys.has(ModbusKeys.BIT);
            return isBit ? RegisterType.BOOL : RegisterType.UINT16;
        }
        if (table.holdsBits() && type != RegisterType.BOOL) {
            problems.error(keys.item(ModbusKeys.TYPE), "must be bool, for the table " + table.label() + " holds bits");
        }
        return type;
    }

    private void requireBitOfRegister(SectionReader keys, ModbusTable table, RegisterType type) {
        if (table.holdsBits()) {
            if (keys.has(ModbusKeys.BIT)) {
                problems.error(
                        keys.item(ModbusKeys.BIT),
                        "not with the table " + table.label() + ", where each address is one bit");
            }
            if (keys.has(ModbusKeys.ORDER)) {
                problems.error(
                        keys.item(ModbusKeys.ORDER), "not with the table " + table.label() + ", which holds bits");
            }
        } else if (keys.has(ModbusKeys.BIT) && type != RegisterType.BOOL) {
            problems.error(keys.item(ModbusKeys.BIT), "not with " + type.label() + ": a bit is a bool");
        }
    }

    private void requireOwn(SectionReader keys, String sensor) {
        if (sensor == null) {
            return;
        }
        Item item = keys.item(ModbusKeys.SENSOR);
        Item earlier = sensors.putIfAbsent(sensor, item);
        if (earlier != null) {
            problems.error(
                    item,
                    "the register in line " + earlier.place().line() + " is the sensor " + sensor
                            + " already; names must differ");
        }
    }
}

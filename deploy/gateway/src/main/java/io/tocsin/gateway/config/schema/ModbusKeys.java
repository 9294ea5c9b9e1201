package io.tocsin.gateway.config.schema;

import io.tocsin.engine.reading.SensorNames;
import io.tocsin.ingest.modbus.ModbusSourceConfig;
import io.tocsin.ingest.modbus.ModbusTable;
import io.tocsin.ingest.modbus.RegisterConfig;
import io.tocsin.ingest.modbus.RegisterOrder;
import io.tocsin.ingest.modbus.RegisterType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The keys of a Modbus source. */
public final class ModbusKeys {
    private static final long MS_NS = 1_000_000;
    private static final long MINUTE_NS = 60_000 * MS_NS;
    private static final int MAX_UNIT_ID = 255;

    private static final ValueType<Long> UNIT_ID_TYPE = ValueTypes.integer(0, MAX_UNIT_ID);
    private static final ValueType<RegisterOrder> ORDER_TYPE =
            ValueTypes.choice(words(RegisterOrder.values(), RegisterOrder::name));
    private static final ValueType<String> HOST_TYPE = ValueTypes.TEXT.where("text", ModbusKeys::hostComplaint);
    private static final ValueType<String> SENSOR_TYPE = ValueTypes.TEXT.where("text", ModbusKeys::sensorComplaint);

    // registers
    public static final Key<String> SENSOR = Key.required(
            "sensor",
            SENSOR_TYPE,
            "The sensor's name, of levels: `plant/line1/press3/temp`. Unique among all Modbus sources.");
    public static final Key<ModbusTable> TABLE = Key.withDefault(
            "table",
            ValueTypes.choice(words(ModbusTable.values(), ModbusTable::label)),
            "holding",
            "`holding` (function 3) and `input` (4) are registers of 16 bits; `coil` (1) and `discrete` (2) are bits.");
    public static final Key<Long> ADDRESS = Key.required(
            "address",
            ValueTypes.integer(0, RegisterConfig.ADDRESSES - 1),
            "Address on the wire, counted from 0 in each table. A manual that numbers registers 40001, 40002 … or coils"
                    + " 1, 2 … counts from 1, with a leading digit for the table: its 40001 is `holding` 0, its 30011 is"
                    + " `input` 10.");
    public static final Key<RegisterType> TYPE = Key.optional(
            "type",
            ValueTypes.choice(words(RegisterType.values(), RegisterType::label)),
            "`uint16`; `bool` with `bit` and for `coil` and `discrete`",
            "The number that begins at the address: 32 bits are 2 registers, 64 bits are 4. `bool` is 1 for a register"
                    + " other than 0. Whole numbers beyond 2^53 are rounded.");
    public static final Key<Long> BIT = Key.optional(
            "bit",
            ValueTypes.integer(0, 15),
            "the whole register",
            "One bit of a register, 0 the least significant. Only with `bool` in `holding` and `input`.");
    public static final Key<RegisterOrder> ORDER =
            Key.optional("order", ORDER_TYPE, "that of the source", "Order of the bytes of this number.");
    public static final Key<Double> DEADBAND = Key.optional(
            "deadband",
            ValueTypes.NOT_NEGATIVE,
            "a reading at each poll",
            "A value is emitted only when it differs by more than this from the last reading, or after `repeat`. 0 emits each"
                    + " change.");
    public static final Key<Double> NO_VALUE = Key.several(
            "noValue",
            ValueTypes.NUMBER,
            "none",
            "Numbers, before the scale, that the device sends when it has no value: `[-32768, 32767]`. They become BAD readings.");
    public static final Key<String> UNIT =
            Key.optional("unit", ValueTypes.STATE_TEXT, "none", "The unit of the value, for people.");
    public static final Section REGISTER = Section.of(
            "Modbus registers",
            "sources[].modbus.groups[].registers[]",
            "One sensor and the registers, or the bit, with its value.",
            SENSOR,
            TABLE,
            ADDRESS,
            TYPE,
            BIT,
            ORDER,
            ValueKeys.SCALE,
            ValueKeys.OFFSET,
            ValueKeys.FROM,
            ValueKeys.TO,
            ValueKeys.VALID,
            NO_VALUE,
            UNIT,
            DEADBAND);

    // groups
    public static final Key<Long> EVERY = Key.withDefault(
            "every",
            ValueTypes.DURATION.where("duration", every -> every < MS_NS ? "must be at least 1ms" : null),
            "1s",
            "How often the registers are read. A poll that is late skips the times that have passed.");
    public static final Key<Long> GROUP_UNIT_ID =
            Key.optional("unitId", UNIT_ID_TYPE, "that of the source", "The unit to ask.");
    public static final Key<Long> MAX_GAP = Key.withDefault(
            "maxGap",
            ValueTypes.integer(0, ModbusSourceConfig.MAX_BITS),
            "0",
            "The most addresses without a sensor that one request reads across. 0 joins adjacent addresses only: many devices"
                    + " refuse a request that touches an address they do not have.");
    public static final Key<Long> REPEAT = Key.withDefault(
            "repeat",
            ValueTypes.POSITIVE_DURATION,
            "1m",
            "A value within its `deadband`, and a sensor that is still BAD, is emitted again after this time. The `timeout` of a"
                    + " `missing` alarm must be longer than `repeat` and `every` together.");
    public static final Key<Void> REGISTERS =
            Key.requiredList("registers", "list of " + REGISTER.link(), "The sensors of the group.");
    public static final Section GROUP = Section.of(
            "Modbus groups",
            "sources[].modbus.groups[]",
            "Sensors of one unit that are read at one interval, in as few requests as the addresses allow; the registers of one"
                    + " number are never divided.",
            EVERY,
            GROUP_UNIT_ID,
            MAX_GAP,
            REPEAT,
            REGISTERS);

    // source
    public static final Key<String> NAME =
            Key.withDefault("name", ValueTypes.NAME, "modbus", "Unique among the sources.");
    public static final Key<String> HOST =
            Key.required("host", HOST_TYPE, "Name or address of the device, or of the gateway to several units.");
    public static final Key<Long> PORT = Key.withDefault("port", ValueTypes.integer(1, 65_535), "502", "Its TCP port.");
    public static final Key<Long> UNIT_ID = Key.withDefault(
            "unitId",
            UNIT_ID_TYPE,
            "1",
            "The unit to ask; a group may name another one. Devices without units often want 1 or 255.");
    public static final Key<Long> TIMEOUT = Key.withDefault(
            "timeout",
            ValueTypes.DURATION.where(
                    "duration", timeout -> timeout < 10 * MS_NS || timeout > MINUTE_NS ? "must be 10ms to 1m" : null),
            "3s",
            "How long a connection and an answer may take. After 3 requests without an answer the connection is made anew.");
    public static final Key<RegisterOrder> SOURCE_ORDER = Key.withDefault(
            "order",
            ORDER_TYPE,
            "ABCD",
            "Order of the bytes of a number, A the most significant of 32 bits: `ABCD` is big-endian, `CDAB` has the registers"
                    + " swapped, `BADC` the bytes of each register, `DCBA` both. 64 bits follow the same pattern.");
    public static final Key<Long> MAX_REGISTERS = Key.withDefault(
            "maxRegisters",
            ValueTypes.integer(ModbusSourceConfig.MIN_REGISTERS, ModbusSourceConfig.MAX_REGISTERS),
            "125",
            "The most registers in one request, for devices that allow fewer than the protocol.");
    public static final Key<Long> MAX_COILS = Key.withDefault(
            "maxCoils",
            ValueTypes.integer(1, ModbusSourceConfig.MAX_BITS),
            "2000",
            "The most coils or discrete inputs in one request.");
    public static final Key<Void> GROUPS = Key.requiredList(
            "groups",
            "list of " + GROUP.link(),
            "Sensors by interval and unit. Groups are polled one after the other.");
    public static final Section MODBUS = Section.of(
            "Modbus source",
            "sources[].modbus",
            "Polls a Modbus TCP device. The event time is the time of the answer. A request without an answer, or answered with an"
                    + " exception, makes its sensors BAD; so does each poll without a connection.",
            NAME,
            HOST,
            PORT,
            UNIT_ID,
            TIMEOUT,
            SOURCE_ORDER,
            MAX_REGISTERS,
            MAX_COILS,
            GROUPS);

    private ModbusKeys() {}

    private static String hostComplaint(String host) {
        boolean hasPort = host.matches("[^:]*:\\d{1,5}");
        if (hasPort) {
            return "must have no port, which is a key of its own";
        }
        return host.isEmpty() || host.contains("/") || host.chars().anyMatch(c -> c <= ' ')
                ? "must be the name or address of a host, such as 10.0.0.5"
                : null;
    }

    private static String sensorComplaint(String sensor) {
        byte[] bytes = sensor.getBytes(StandardCharsets.UTF_8);
        return SensorNames.isValid(bytes, 0, bytes.length)
                ? null
                : "must be the name of a sensor: 1 to " + SensorNames.MAX_LENGTH
                        + " bytes without + # or control characters, not beginning with $";
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        List.of(values).forEach(value -> words.put(word.apply(value), value));
        return words;
    }
}

package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.SourceNode;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.plan.PlanReport;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import io.tocsin.ingest.modbus.ModbusSourceConfig;
import io.tocsin.ingest.modbus.ModbusTable;
import io.tocsin.ingest.modbus.PollGroupConfig;
import io.tocsin.ingest.modbus.RegisterConfig;
import io.tocsin.ingest.modbus.RegisterOrder;
import io.tocsin.ingest.modbus.RegisterType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modbus sources in configurations: keys and defaults, every error, and the plan. */
class ModbusConfigTest {
    private static final long MS_NS = 1_000_000;

    @TempDir
    private Path dir;

    private ConfigFiles files;

    @BeforeEach
    void setUp() {
        files = new ConfigFiles(dir);
    }

    @Test
    void shouldReadEveryKey() {
        GatewayConfig config = load("""
                  - modbus:
                      name: plc
                      host: 10.0.0.5
                      port: 1502
                      unitId: 255
                      timeout: 500ms
                      order: CDAB
                      maxRegisters: 32
                      maxCoils: 64
                      groups:
                        - every: 200ms
                          unitId: 7
                          maxGap: 4
                          repeat: 30s
                          registers:
                            - {sensor: a/temp, table: input, address: 10, type: float64, order: DCBA, scale: 0.1,
                               offset: -40, deadband: 0.5, noValue: [65535, -1], valid: [-50, 150], unit: °C}
                            - {sensor: a/on, address: 20, type: bool, bit: 15}
                            - {sensor: a/flow, address: 21, from: [4000, 20000], to: [0, 10]}
                        - registers: [{sensor: b, table: coil, address: 0}]
                """);

        assertThat(modbus(config))
                .isEqualTo(new ModbusSourceConfig(
                        "plc",
                        "10.0.0.5",
                        1502,
                        500 * MS_NS,
                        32,
                        64,
                        List.of(
                                new PollGroupConfig(
                                        200 * MS_NS,
                                        7,
                                        4,
                                        30_000 * MS_NS,
                                        List.of(
                                                new RegisterConfig(
                                                        "a/temp",
                                                        ModbusTable.INPUT,
                                                        10,
                                                        RegisterType.FLOAT64,
                                                        RegisterConfig.WHOLE,
                                                        RegisterOrder.DCBA,
                                                        new ValueRule(
                                                                ValueRule.Type.NUMBER,
                                                                new ValueScale(0.1, -40),
                                                                List.of(QualityValue.of(65_535), QualityValue.of(-1)),
                                                                Map.of(),
                                                                false,
                                                                "°C",
                                                                -50,
                                                                150),
                                                        0.5),
                                                new RegisterConfig(
                                                        "a/on",
                                                        ModbusTable.HOLDING,
                                                        20,
                                                        RegisterType.BOOL,
                                                        15,
                                                        RegisterOrder.CDAB,
                                                        ValueRule.NUMBERS_ONLY,
                                                        RegisterConfig.EVERY_POLL),
                                                new RegisterConfig(
                                                        "a/flow",
                                                        ModbusTable.HOLDING,
                                                        21,
                                                        RegisterType.UINT16,
                                                        RegisterConfig.WHOLE,
                                                        RegisterOrder.CDAB,
                                                        new ValueRule(
                                                                ValueRule.Type.NUMBER,
                                                                ValueScale.between(4_000, 20_000, 0, 10),
                                                                List.of(),
                                                                Map.of(),
                                                                false,
                                                                null),
                                                        RegisterConfig.EVERY_POLL))),
                                new PollGroupConfig(
                                        1_000 * MS_NS,
                                        255,
                                        0,
                                        60_000 * MS_NS,
                                        List.of(plain(
                                                "b", ModbusTable.COIL, RegisterType.BOOL, RegisterOrder.CDAB))))));
        assertThat(config.plan().sources()).containsExactly(new SourceNode("plc", "modbus", "10.0.0.5:1502", false));
    }

    @Test
    void shouldTakeDefaultsWhenKeysAreLeftOut() {
        GatewayConfig config = load("""
                  - modbus: {host: plc.local, groups: [{registers: [{sensor: s, address: 0}]}]}
                """);

        assertThat(modbus(config))
                .isEqualTo(new ModbusSourceConfig(
                        "modbus",
                        "plc.local",
                        502,
                        3_000 * MS_NS,
                        125,
                        2_000,
                        List.of(new PollGroupConfig(
                                1_000 * MS_NS,
                                1,
                                0,
                                60_000 * MS_NS,
                                List.of(plain("s", ModbusTable.HOLDING, RegisterType.UINT16, RegisterOrder.ABCD))))));
    }

    @Test
    void shouldReportEveryError() {
        List<String> errors = files.errors("""
                name: test
                sources:
                  - modbus:
                      name: plc
                      host: "10.0.0.5:502"
                      port: 70000
                      unitId: 256
                      timeout: 1ms
                      order: ABDC
                      groups:
                        - every: 0s
                          registers:
                            - {sensor: a, address: 65535, type: int32}
                            - {sensor: a, address: -1, table: holdings}
                            - {sensor: plant/+, address: 40001, type: int17, scale: 0}
                            - {sensor: c, address: 1, table: coil, type: int16, bit: 1, order: CDAB}
                            - {sensor: d, address: 1, type: int16, bit: 1}
                            - {sensor: e, address: 1, bit: 16, deadband: -1}
                            - {sensor: f, valid: [5, 1], from: [1]}
                        - {registers: []}
                        - {registers: [{sensor: a, adress: 5}]}
                  - modbus: {name: other, groups: [{registers: [{sensor: c, address: 1}]}]}
                  - modbus: plc
                alarms: [{name: high, sensor: "#", type: limit, hi: 9}]
                sinks: {out: {console: {}}}
                """);

        assertThat(errors).containsExactlyElementsOf("""
                5:13: sources[0].modbus.host: must have no port, which is a key of its own, is "10.0.0.5:502"
                6:13: sources[0].modbus.port: must be 1 to 65535, is the number 70000
                7:15: sources[0].modbus.unitId: must be 0 to 255, is the number 256
                8:16: sources[0].modbus.timeout: must be 10ms to 1m, is "1ms"
                9:14: sources[0].modbus.order: must be ABCD, CDAB, BADC or DCBA, is "ABDC"; did you mean "ABCD"?
                11:18: sources[0].modbus.groups[0].every: must be at least 1ms, is "0s"
                13:36: sources[0].modbus.groups[0].registers[0].address: is too high for int32, which needs 2 registers; the last one is 65535
                14:24: sources[0].modbus.groups[0].registers[1].sensor: the register in line 13 is the sensor a already; names must differ
                14:36: sources[0].modbus.groups[0].registers[1].address: must be 0 to 65535, is the number -1
                14:47: sources[0].modbus.groups[0].registers[1].table: must be holding, input, coil or discrete, is "holdings"; did you mean "holding"?
                15:24: sources[0].modbus.groups[0].registers[2].sensor: must be the name of a sensor: 1 to 1024 bytes without + # or control characters, not beginning with $, is "plant/+"
                15:55: sources[0].modbus.groups[0].registers[2].type: must be int16, uint16, int32, uint32, int64, uint64, float32, float64 or bool, is "int17"; did you mean "int16"?
                15:69: sources[0].modbus.groups[0].registers[2].scale: scale must be a number other than 0, and offset a number, scale=0.0, offset=0.0
                16:58: sources[0].modbus.groups[0].registers[3].type: must be bool, for the table coil holds bits
                16:70: sources[0].modbus.groups[0].registers[3].bit: not with the table coil, where each address is one bit
                16:80: sources[0].modbus.groups[0].registers[3].order: not with the table coil, which holds bits
                17:57: sources[0].modbus.groups[0].registers[4].bit: not with int16: a bit is a bool
                18:44: sources[0].modbus.groups[0].registers[5].bit: must be 0 to 15, is the number 16
                18:58: sources[0].modbus.groups[0].registers[5].deadband: must not be negative, is the number -1
                19:15: sources[0].modbus.groups[0].registers[6].address: is missing
                19:34: sources[0].modbus.groups[0].registers[6].valid: valid must be from a smaller to a larger number, min=5.0, max=1.0
                19:48: sources[0].modbus.groups[0].registers[6].from: from and to need each other: from: [4000, 20000], to: [0, 10]
                20:23: sources[0].modbus.groups[1].registers: must not be empty
                21:24: sources[0].modbus.groups[2].registers[0].address: is missing
                21:33: sources[0].modbus.groups[2].registers[0].sensor: the register in line 13 is the sensor a already; names must differ
                21:36: sources[0].modbus.groups[2].registers[0].adress: unknown key; did you mean "address"?
                22:13: sources[1].modbus.host: is missing
                22:58: sources[1].modbus.groups[0].registers[0].sensor: the register in line 16 is the sensor c already; names must differ
                23:13: sources[2].modbus: must be a map with keys such as name, is "plc"
                """.lines().toList());
    }

    @Test
    void shouldShowTheRequestsInThePlan() {
        GatewayConfig config = load("""
                  - modbus:
                      name: plc
                      host: 10.0.0.5
                      groups:
                        - every: 1s
                          registers:
                            - {sensor: p/temp, address: 100, type: int16, scale: 0.1, unit: °C}
                            - {sensor: p/pressure, address: 101, type: float32}
                            - {sensor: p/flow, address: 103, type: float32}
                            - {sensor: p/level, address: 105}
                            - {sensor: p/serial, address: 200, type: uint64}
                            - {sensor: p/on, table: coil, address: 3}
                        - {every: 1m, unitId: 2, repeat: 1h, registers: [{sensor: p/energy, table: input, address: 0}]}
                """);

        assertThat(new PlanReport(config, 2).lines())
                .containsSequence("""
                sources
                  NAME  TYPE    WHAT
                  plc   modbus  10.0.0.5:502, timeout 3s, 7 sensors
                                unit 1 every 1s: 3 requests, repeat 1m
                                  read holding 100 to 105 → p/temp [°C], p/pressure, p/flow and 1 more
                                  read holding 200 to 203 → p/serial
                                  read coil 3 → p/on
                                unit 2 every 1m: 1 request, repeat 1h
                                  read input 0 → p/energy
                """.lines().toList());
    }

    @Test
    void shouldWarnOfSelectorsThatSelectNoRegister() {
        assertThat(files.warnings(
                        text("  - modbus: {host: h, groups: [{registers: [{sensor: s, address: 0}]}]}\n", "p/+")))
                .containsExactly("4:31: warning: alarms[0].sensor: p/+ selects no sensor: the sources have s");
    }

    @Test
    void shouldWarnOfAMissingAlarmThatASteadyValueRaises() {
        String yaml = """
                name: test
                sources:
                  - modbus:
                      host: h
                      groups:
                        - every: 5s
                          registers: [{sensor: each, address: 0}, {sensor: steady, address: 1, deadband: 0}]
                alarms:
                  - {name: silent, sensor: "#", type: missing, timeout: 65s}
                  - {name: polled, sensor: each, type: missing, timeout: 30s}
                  - {name: patient, sensor: "#", type: missing, timeout: 66s}
                  - {name: all, sensor: "#", type: missing, of: group, timeout: 30s}
                sinks: {out: {console: {}}}
                """;

        assertThat(files.warnings(yaml))
                .containsExactly(
                        "9:28: warning: alarms[0].sensor: steady has a deadband, and repeats a steady value every"
                                + " 1m only: the timeout of 65s must be longer than repeat and every together");
    }

    private static RegisterConfig plain(String sensor, ModbusTable table, RegisterType type, RegisterOrder order) {
        return new RegisterConfig(
                sensor, table, 0, type, RegisterConfig.WHOLE, order, ValueRule.NUMBERS_ONLY, RegisterConfig.EVERY_POLL);
    }

    private GatewayConfig load(String sources) {
        return files.load(text(sources, "\"#\""));
    }

    private static String text(String sources, String selector) {
        return "name: test\nsources:\n" + sources + "alarms: [{name: high, sensor: " + selector
                + ", type: limit, hi: 9}]\nsinks: {out: {console: {}}}\n";
    }

    private static ModbusSourceConfig modbus(GatewayConfig config) {
        return ((SourceConfig.Modbus) config.sources().get(0)).config();
    }
}

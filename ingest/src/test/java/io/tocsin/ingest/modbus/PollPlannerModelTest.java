package io.tocsin.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Plans of random groups beside a search of all divisions: each is valid, and none has fewer requests. */
class PollPlannerModelTest {
    private static final int ROUNDS = 3_000;
    private static final int LARGE_ROUNDS = 200;

    @Test
    void shouldMakeTheFewestRequests() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int maxRegisters = 4 + random.nextInt(6);
            int maxBits = 1 + random.nextInt(6);
            PollGroupConfig group = group(random, 1 + random.nextInt(7), 24, random.nextInt(4));

            List<ReadRequest> requests = PollPlanner.plan(group, maxRegisters, maxBits);

            String what = "-Dtocsin.seed=" + seed + ", round " + round + ": " + group + " as " + requests;
            requireValid(what, group, requests, maxRegisters, maxBits);
            assertThat(requests).as(what).hasSize(fewest(group, 0, new ArrayList<>(), maxRegisters, maxBits));
        }
    }

    @Test
    void shouldPlanLargeGroups() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < LARGE_ROUNDS; round++) {
            PollGroupConfig group = group(random, 500, 65_536, random.nextInt(300));
            List<ReadRequest> requests = PollPlanner.plan(group, 125, 2_000);
            requireValid("-Dtocsin.seed=" + seed + ", round " + round, group, requests, 125, 2_000);
        }
    }

    @Test
    void shouldReadAWholeTableWithTheProtocolsLongestRequests() {
        List<RegisterConfig> registers = new ArrayList<>();
        for (int address = 0; address < 65_536; address++) {
            registers.add(register(ModbusTable.HOLDING, address, RegisterType.INT16));
        }
        List<ReadRequest> requests = PollPlanner.plan(new PollGroupConfig(1, 1, 0, 1, registers), 125, 2_000);
        assertThat(requests).hasSize(525);
        assertThat(requests.get(0).range()).isEqualTo("holding 0 to 124");
        assertThat(requests.get(524).range()).isEqualTo("holding 65500 to 65535");
    }

    private static void requireValid(
            String what, PollGroupConfig group, List<ReadRequest> requests, int maxRegisters, int maxBits) {
        List<RegisterConfig> read = new ArrayList<>();
        for (ReadRequest request : requests) {
            assertThat(isValid(request.registers(), group.maxGap(), maxRegisters, maxBits))
                    .as(what)
                    .isTrue();
            assertThat(request.address())
                    .as(what)
                    .isEqualTo(request.registers().stream()
                            .mapToInt(RegisterConfig::address)
                            .min()
                            .orElseThrow());
            assertThat(request.address() + request.count())
                    .as(what)
                    .isEqualTo(request.registers().stream()
                            .mapToInt(RegisterConfig::end)
                            .max()
                            .orElseThrow());
            read.addAll(request.registers());
        }
        assertThat(read).as(what).containsExactlyInAnyOrderElementsOf(group.registers());
    }

    /** The fewest requests, by putting each register into every request there is and into a new one. */
    private static int fewest(
            PollGroupConfig group, int next, List<List<RegisterConfig>> requests, int maxRegisters, int maxBits) {
        if (next == group.registers().size()) {
            boolean allValid =
                    requests.stream().allMatch(request -> isValid(request, group.maxGap(), maxRegisters, maxBits));
            return allValid ? requests.size() : Integer.MAX_VALUE;
        }
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i <= requests.size(); i++) {
            List<List<RegisterConfig>> more = new ArrayList<>();
            requests.forEach(request -> more.add(new ArrayList<>(request)));
            if (i == requests.size()) {
                more.add(new ArrayList<>());
            }
            more.get(i).add(group.registers().get(next));
            fewest = Math.min(fewest, fewest(group, next + 1, more, maxRegisters, maxBits));
        }
        return fewest;
    }

    /** One table, not too long, no longer gap: address by address. */
    private static boolean isValid(List<RegisterConfig> registers, int maxGap, int maxRegisters, int maxBits) {
        ModbusTable table = registers.get(0).table();
        int low = registers.stream().mapToInt(RegisterConfig::address).min().orElseThrow();
        int high = registers.stream().mapToInt(RegisterConfig::end).max().orElseThrow();
        boolean isWithin = registers.stream().allMatch(register -> register.table() == table)
                && high - low <= (table.holdsBits() ? maxBits : maxRegisters);
        int gap = 0;
        for (int address = low; isWithin && address < high; address++) {
            int wanted = address;
            boolean isWanted = registers.stream().anyMatch(r -> r.address() <= wanted && wanted < r.end());
            gap = isWanted ? 0 : gap + 1;
            isWithin = gap <= maxGap;
        }
        return isWithin;
    }

    private static PollGroupConfig group(Random random, int count, int addresses, int maxGap) {
        List<RegisterConfig> registers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ModbusTable table = ModbusTable.values()[random.nextInt(4)];
            RegisterType type = table.holdsBits()
                    ? RegisterType.BOOL
                    : RegisterType.values()[random.nextInt(RegisterType.values().length)];
            registers.add(register(table, random.nextInt(addresses - type.addressCount() + 1), type));
        }
        Collections.shuffle(registers, random);
        return new PollGroupConfig(1, 1, maxGap, 1, registers);
    }

    private static RegisterConfig register(ModbusTable table, int address, RegisterType type) {
        return Configs.register(table.label() + "/" + address + "/" + type.label(), table, address, type);
    }
}

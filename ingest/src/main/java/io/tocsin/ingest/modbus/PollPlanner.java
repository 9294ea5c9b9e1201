package io.tocsin.ingest.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides the registers of a group into requests, as few as its gap and the longest request allow. The registers of one
 * number are always in one request: two requests could see it half changed.
 *
 * <p>Registers are taken by ascending address, and a request is extended as long as it may be. That is the fewest: a
 * register that no longer fits begins the next request, and each later one lies no lower, so it would fit there too.
 */
final class PollPlanner {
    private static final Comparator<RegisterConfig> BY_ADDRESS =
            Comparator.comparing(RegisterConfig::table).thenComparingInt(RegisterConfig::address);

    private PollPlanner() {}

    static List<ReadRequest> plan(PollGroupConfig group, int maxRegisters, int maxBits) {
        List<ReadRequest> requests = new ArrayList<>();
        List<RegisterConfig> together = new ArrayList<>();
        int end = 0;
        for (RegisterConfig register :
                group.registers().stream().sorted(BY_ADDRESS).toList()) {
            if (!together.isEmpty()) {
                RegisterConfig first = together.get(0);
                int longest = register.table().holdsBits() ? maxBits : maxRegisters;
                boolean joins = register.table() == first.table()
                        && register.address() - end <= group.maxGap()
                        && Math.max(end, register.end()) - first.address() <= longest;
                if (!joins) {
                    requests.add(request(together, end));
                    together.clear();
                    end = 0;
                }
            }
            together.add(register);
            end = Math.max(end, register.end());
        }
        if (!together.isEmpty()) {
            requests.add(request(together, end));
        }
        return requests;
    }

    private static ReadRequest request(List<RegisterConfig> registers, int end) {
        RegisterConfig first = registers.get(0);
        return new ReadRequest(first.table(), first.address(), end - first.address(), registers);
    }
}

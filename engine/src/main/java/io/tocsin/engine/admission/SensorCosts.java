package io.tocsin.engine.admission;

import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.OperatorNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.PlanInputs;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Bytes of state that one more sensor costs under a plan: its state record and name, a slot of every operator that
 * selects it, and the same for sensors derived from it. The first sensor of a key pays for the state that the key's
 * sensors share.
 *
 * <p>One thread at a time. The keys of groups are remembered, so memory grows with them.
 */
public final class SensorCosts {
    /** Bytes of the state record of a sensor or derived sensor. */
    public static final int LINE_BYTES = 64;
    /** Bytes of a name besides its letters: its length and its location. */
    private static final int NAME_HEAD_BYTES = Integer.BYTES + Long.BYTES;

    private final List<OperatorNode> nodes;
    private final PlanInputs inputs;
    private final long[] keyBytes;
    /** Keys already paid for by an earlier sensor. */
    private final Set<SharedKey> paid = new HashSet<>();
    /** Keys that only the sensor being judged would have. */
    private final Set<SharedKey> unpaid = new HashSet<>();

    private record SharedKey(int operator, String key) {}

    /**
     * @param keyBytes bytes that an operator keeps per key, without the state records of derived sensors
     */
    public SensorCosts(Plan plan, ToLongFunction<OperatorNode> keyBytes) {
        this.nodes = plan.operators();
        this.inputs = new PlanInputs(nodes);
        this.keyBytes = nodes.stream().mapToLong(keyBytes).toArray();
    }

    /** Bytes that a sensor of this name would cost now. */
    public long bytesOf(String sensorName) {
        unpaid.clear();
        int nameBytes = sensorName.getBytes(StandardCharsets.UTF_8).length;
        return LINE_BYTES + NAME_HEAD_BYTES + nameBytes + bytesBehind(sensorName, 0);
    }

    /** Whether an operator sees a sensor of this name. */
    public boolean isWatched(String sensorName) {
        for (int input : inputs.matches(sensorName)) {
            if (!inputs.isForwarded(input) || inputs.keyOf(input, sensorName) != null) {
                return true;
            }
        }
        return false;
    }

    /** Adds a sensor and returns its cost. Later sensors do not pay for the state they share with it. */
    public long take(String sensorName) {
        long bytes = bytesOf(sensorName);
        paid.addAll(unpaid);
        return bytes;
    }

    /**
     * Bytes that operators keep for a sensor.
     *
     * @param first index of the first operator that may see the sensor
     */
    private long bytesBehind(String sensorName, int first) {
        long bytes = 0;
        for (int input : inputs.matches(sensorName)) {
            int operator = inputs.operator(input);
            if (operator < first || inputs.isBroadcast(input)) {
                continue;
            }
            if (inputs.isForwarded(input)) {
                bytes += bytesOfShared(operator, inputs.keyOf(input, sensorName));
            } else if (!sharesOneSlot(nodes.get(operator))) {
                bytes += bytesOfKey(operator, sensorName);
            }
        }
        return bytes;
    }

    private static boolean sharesOneSlot(OperatorNode node) {
        return node instanceof MissingRule missing && missing.group();
    }

    /** Bytes of a shared key, which has a state record in each input of the operator. */
    private long bytesOfShared(int operator, String key) {
        if (key == null) {
            return 0;
        }
        SharedKey shared = new SharedKey(operator, key);
        if (paid.contains(shared) || !unpaid.add(shared)) {
            return 0;
        }
        return (long) inputs.inputCount(operator) * LINE_BYTES + bytesOfKey(operator, key);
    }

    private long bytesOfKey(int operator, String keyName) {
        long bytes = keyBytes[operator];
        if (nodes.get(operator) instanceof DerivedNode derived) {
            for (int output = 0; output < derived.outputCount(); output++) {
                String result = derived.resultName(keyName, derived.outputLabel(output));
                if (inputs.isWantedBehind(operator, result)) {
                    bytes += LINE_BYTES + bytesBehind(result, operator + 1);
                }
            }
        }
        return bytes;
    }
}

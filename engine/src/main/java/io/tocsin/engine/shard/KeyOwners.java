package io.tocsin.engine.shard;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;

import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.fold.CurrentTimes;
import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.scope.Scopes;
import java.util.Arrays;

/**
 * The shard that owns each key, and the number of exchanges between the key and the readings of sources.
 *
 * <p>A hash of the name permanently assigns each source's sensor and each group to a shard, so the groups of one key in
 * all operators share a shard. The sensor of a result belongs to its key's shard, and its readings need no exchange.
 * Shards exchange only results that are selected by a group or sensor of another shard; such consumers are one level
 * further.
 *
 * <p>The engine thread writes between the turns of the shards; all shards read.
 */
final class KeyOwners {
    /** Value of {@link #whyInTurn} when all shards can work in parallel. */
    static final String NOT_IN_TURN = "";

    /** Shard of all alarms over a group; each of them has a single key. */
    static final int GROUP_ALARM_OWNER = 0;

    private static final int HASH_MULTIPLIER = 0x9E3779B9;

    private final Scopes sensors;
    private final DerivedSensors derived;
    private final Dispatch dispatch;
    private final Selection selection;
    private final OperatorTable operators;
    private final CurrentTimes times;
    private final PlanInForce plan;
    private final int shards;
    private byte[] sensorOwners = new byte[64];
    private byte[] derivedOwners = new byte[16];
    private int derivedCount;
    /** By sensor: the shards that its readings concern, one bit each. */
    private long[] interests = new long[64];
    /** By operator: the number of exchanges before its groups. */
    private int[] groupLevels = new int[0];

    private int sensorCount;
    /** Number of sensors that {@link #refresh} has seen; a new sensor is looked up first. */
    private int knownSensors;

    private int knownDerived;
    private int levelCount = 1;
    private String whyInTurn = NOT_IN_TURN;

    KeyOwners(FoldState state, int shards) {
        this.sensors = state.scopes().sensors();
        this.derived = state.scopes().derived();
        this.dispatch = state.dispatch();
        this.selection = state.selection();
        this.operators = state.operators();
        this.times = state.times();
        this.plan = state.plan();
        this.shards = shards;
    }

    /** The shard of a sensor, a group or the sensor of a result. */
    int ownerOf(int sensorId) {
        int index = SensorIds.indexOf(sensorId);
        if (SensorIds.isDerived(sensorId)) {
            if (index >= derivedCount) {
                addDerived(index);
            }
            return derivedOwners[index];
        }
        if (index >= sensorCount) {
            addSensors(index);
        }
        return sensorOwners[index];
    }

    /** The shard of a derived sensor that {@link #refresh} has seen. */
    int ownerOfDerived(int index) {
        return derivedOwners[index];
    }

    /** Whether the readings of a sensor concern a shard. */
    boolean concerns(int sensorId, int shard) {
        return (interests[sensorId] & (1L << shard)) != 0;
    }

    /** The number of exchanges before the groups of an operator. */
    int groupLevel(int operator) {
        return groupLevels[operator];
    }

    /** The level of a derived sensor. */
    int levelOfDerived(int index) {
        int current = index;
        int exchanges = 0;
        while (!derived.isGroup(current)) {
            int keyId = derived.keyId(current);
            if (derivedOwners[current] != ownerOf(keyId)) {
                exchanges++;
            }
            if (!SensorIds.isDerived(keyId)) {
                return exchanges;
            }
            current = SensorIds.indexOf(keyId);
        }
        return exchanges + levelOfGroup(current);
    }

    /** The number of turns that one run of readings takes. */
    int levelCount() {
        return levelCount;
    }

    /** Why the shards cannot work in parallel under this plan, or {@link #NOT_IN_TURN}. */
    String whyInTurn() {
        return whyInTurn;
    }

    /** Processes the links made by a control record: only the new ones, or all after a change of plan. */
    void refresh(boolean isOtherPlan) {
        int firstSensor = isOtherPlan ? 0 : knownSensors;
        int firstDerived = isOtherPlan ? 0 : knownDerived;
        addSensors(sensors.count() - 1);
        addDerived(derived.count() - 1);
        if (isOtherPlan) {
            groupLevels = new int[operators.count()];
            levelCount = 1;
            whyInTurn = NOT_IN_TURN;
            checkOperators();
        }
        boolean deeper = noteLevels(firstDerived);
        while (deeper && levelCount <= OrderKey.MAX_LEVEL + 1) {
            deeper = noteLevels(0);
        }
        if (levelCount > OrderKey.MAX_LEVEL + 1) {
            whyInTurn = "results are exchanged more than " + OrderKey.MAX_LEVEL + " times";
        }
        for (int sensorId = firstSensor; sensorId < sensorCount; sensorId++) {
            interests[sensorId] = interest(sensorId);
        }
        knownSensors = sensorCount;
        knownDerived = derivedCount;
    }

    /** Looks for operators that need the order of a single shard. */
    private void checkOperators() {
        if (times.get().scope() == TimeScope.SOURCE) {
            whyInTurn = "time.scope is source: every reading moves the time of all keys";
        }
        for (int operator = 0; operator < operators.count(); operator++) {
            if (!operators.get(operator).canBeSharded()) {
                whyInTurn = "the function of " + nodeName(operator) + " has state or a bound over all keys";
            }
        }
    }

    /**
     * Computes the levels of derived sensors and of their consumers. Returns whether a group turned out to be deeper.
     */
    private boolean noteLevels(int firstDerived) {
        boolean deeper = false;
        Scopes scopes = derived.scopes();
        for (int index = firstDerived; index < derivedCount; index++) {
            int entry = scopes.getInt(index, DISPATCH_OFFSET);
            int end = entry + scopes.getInt(index, DISPATCH_LENGTH_OFFSET);
            checkEntryCount(end - entry);
            int level = entry == end ? 0 : levelOfDerived(index);
            levelCount = Math.max(levelCount, level + 1);
            for (; entry < end; entry++) {
                int operator = dispatch.operator(entry);
                if (dispatch.isForward(entry) || dispatch.isGroup(entry)) {
                    if (groupLevels[operator] <= level) {
                        groupLevels[operator] = level + 1;
                        levelCount = Math.max(levelCount, level + 2);
                        deeper = true;
                    }
                } else if (dispatch.isBroadcast(entry)) {
                    whyInTurn = "results are broadcast to " + nodeName(operator);
                } else if (level > 0 && !derived.isGroup(index) && selection.hasBroadcast(operator)) {
                    whyInTurn = nodeName(operator) + " has a broadcast and keys that results are exchanged to";
                }
            }
        }
        return deeper;
    }

    private int levelOfGroup(int index) {
        Scopes scopes = derived.scopes();
        return scopes.getInt(index, DISPATCH_LENGTH_OFFSET) == 0
                ? 0
                : groupLevels[dispatch.operator(scopes.getInt(index, DISPATCH_OFFSET))];
    }

    private long interest(int sensorId) {
        long all = -1L >>> (Long.SIZE - shards);
        long interest = 1L << sensorOwners[sensorId];
        int entry = sensors.getInt(sensorId, DISPATCH_OFFSET);
        int end = entry + sensors.getInt(sensorId, DISPATCH_LENGTH_OFFSET);
        checkEntryCount(end - entry);
        for (; entry < end; entry++) {
            if (dispatch.isForward(entry)) {
                interest |= 1L << derivedOwners[dispatch.slot(entry)];
            } else if (dispatch.isGroup(entry)) {
                interest |= 1L << GROUP_ALARM_OWNER;
            } else if (dispatch.isBroadcast(entry)) {
                interest = all;
            }
        }
        return interest;
    }

    private void checkEntryCount(int count) {
        if (count >= OrderKey.MAX_ENTRIES) {
            whyInTurn = "more than " + (OrderKey.MAX_ENTRIES - 1) + " operators see one sensor";
        }
    }

    private void addSensors(int last) {
        for (; sensorCount <= last; sensorCount++) {
            if (sensorCount == sensorOwners.length) {
                sensorOwners = Arrays.copyOf(sensorOwners, sensorCount * 2);
                interests = Arrays.copyOf(interests, sensorCount * 2);
            }
            sensorOwners[sensorCount] = hashed(selection.sensorName(sensorCount));
        }
    }

    private void addDerived(int last) {
        for (; derivedCount <= last; derivedCount++) {
            if (derivedCount == derivedOwners.length) {
                derivedOwners = Arrays.copyOf(derivedOwners, derivedCount * 2);
            }
            derivedOwners[derivedCount] = ownerOfNew(derivedCount);
        }
    }

    /** The owner of a new derived sensor. After a change of plan a result may be older than its key. */
    private byte ownerOfNew(int index) {
        int current = index;
        while (!derived.isGroup(current)) {
            int keyId = derived.keyId(current);
            if (!SensorIds.isDerived(keyId)) {
                return (byte) ownerOf(keyId);
            }
            current = SensorIds.indexOf(keyId);
        }
        return hashed(derived.groupKey(current));
    }

    private byte hashed(String name) {
        long spread = Integer.toUnsignedLong(name.hashCode() * HASH_MULTIPLIER);
        return (byte) ((spread * shards) >>> Integer.SIZE);
    }

    private String nodeName(int operator) {
        return plan.get().operators().get(operator).name();
    }
}

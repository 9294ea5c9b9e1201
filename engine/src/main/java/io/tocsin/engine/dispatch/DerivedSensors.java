package io.tocsin.engine.dispatch;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_LENGTH_OFFSET;

import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.scope.FoldNotices;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Sensors that the engine creates: outputs of streams, whose readings are the streams' results, and groups, whose
 * readings are those of their members. Each derived sensor has a state record like a sensor of a source; their ids
 * begin at {@link io.tocsin.engine.operator.SensorIds#FIRST_DERIVED}. Names are composed on demand, because few are
 * ever needed.
 *
 * <p>The engine thread writes; any thread that received an id may ask for its name.
 */
public final class DerivedSensors {
    /** Answer in place of an index when the plan's limit of derived sensors is reached. */
    public static final int NO_PLACE = -1;

    private static final int NODE = 0;
    private static final int KEY = 1;
    private static final int OUTPUT = 2;
    private static final int INTS = 3;
    /** Output code of a group of the first input, whose readings count at their event times. */
    private static final int IS_GROUP = -1;
    /** Subtracted from the code of a group whose readings count at their receive times. */
    private static final int BY_RECEIVE_TIME = 1;
    /** Subtracted for each input before the group's own. */
    private static final int NEXT_INPUT = 2;

    private final Scopes scopes = new Scopes();
    private final OperatorBook book;
    private final BitSet linked = new BitSet();
    private int maxCount = Integer.MAX_VALUE;
    /** Results and groups refused at the limit; not stored, so a restart counts from 0. */
    private long refusedCount;

    private FoldNotices notices = FoldNotices.NONE;
    /** Index of a group, by its stream's name and its key. */
    private final Map<String, Integer> groups = new HashMap<>();
    /**
     * Index of a result by its name, during a change of plan. At other times every new result is the first of its name.
     */
    private Map<String, Integer> resultsBefore = Map.of();

    private volatile int[] entries = new int[INTS * 16];
    private volatile String[] groupKeys = new String[0];
    /** Number of derived sensors that other threads may read. */
    private volatile int publishedCount;

    public DerivedSensors(OperatorBook book) {
        this.book = book;
    }

    /** State records by index, which is the id minus {@link io.tocsin.engine.operator.SensorIds#FIRST_DERIVED}. */
    public Scopes scopes() {
        return scopes;
    }

    public int count() {
        return scopes.count();
    }

    /** Number of derived sensors. Any thread. */
    public int publishedCount() {
        return publishedCount;
    }

    public boolean isGroup(int index) {
        return entries[index * INTS + OUTPUT] < 0;
    }

    /** Whether a group uses receive time, so that its time advances with the gateway's clock without a silence. */
    public boolean isByReceiveTime(int index) {
        int kind = IS_GROUP - entries[index * INTS + OUTPUT];
        return kind >= 0 && (kind & BY_RECEIVE_TIME) != 0;
    }

    /** The sensor or group whose result a derived sensor is. */
    public int keyId(int index) {
        return entries[index * INTS + KEY];
    }

    /** The stream that a derived sensor belongs to. */
    public int nodeId(int index) {
        return entries[index * INTS + NODE];
    }

    /** Adopts the limit of a new plan; existing derived sensors stay. */
    public void usePlan(Plan plan) {
        maxCount = plan.maxDerived() == Plan.UNBOUNDED ? Integer.MAX_VALUE : plan.maxDerived();
    }

    /** Number of derived sensors refused at the limit. */
    public long refusedCount() {
        return refusedCount;
    }

    /**
     * Index of the sensor of an output: a new sensor, the sensor of the same name under the previous plan, or
     * {@link #NO_PLACE} at the limit.
     */
    public int result(int nodeId, int keyId, int output, String name) {
        Integer known = resultsBefore.get(name);
        return known == null && isFull()
                ? NO_PLACE
                : put(known, nodeId, keyId, book.stream(nodeId).outputCode(output));
    }

    /** As {@link #group}, but {@link #NO_PLACE} for a new group at the limit. */
    int groupIfPlace(int nodeId, int input, String key) {
        boolean isNew = !groups.containsKey(groupIdentity(nodeId, kindOf(nodeId, input), key));
        return isNew && isFull() ? NO_PLACE : group(nodeId, input, key);
    }

    /** Sets the receiver of notices about the limit. */
    public void notices(FoldNotices receiver) {
        notices = receiver;
    }

    private boolean isFull() {
        boolean isFull = count() >= maxCount;
        if (isFull) {
            refusedCount++;
            notices.onDerivedFull(maxCount);
        }
        return isFull;
    }

    /** Index of the group of this key of an input of a stream. */
    public int group(int nodeId, int input, String key) {
        int kind = kindOf(nodeId, input);
        String identity = groupIdentity(nodeId, kind, key);
        Integer known = groups.get(identity);
        if (known != null) {
            return put(known, nodeId, keyId(known), kind);
        }
        String[] keys = Arrays.copyOf(groupKeys, groupKeys.length + 1);
        keys[keys.length - 1] = key;
        groupKeys = keys;
        int index = put(null, nodeId, keys.length - 1, kind);
        groups.put(identity, index);
        return index;
    }

    /** The name of a derived sensor, or the key of a group. */
    public String name(int index, SensorNaming names) {
        int[] all = entries;
        int key = all[index * INTS + KEY];
        int output = all[index * INTS + OUTPUT];
        if (output < 0) {
            return groupKeys[key];
        }
        DerivedNode stream = book.stream(all[index * INTS + NODE]);
        return stream.resultName(names.sensorName(key), stream.labelOfCode(output));
    }

    public String resultName(int nodeId, String keyName, int output) {
        DerivedNode stream = book.stream(nodeId);
        return stream.resultName(keyName, stream.outputLabel(output));
    }

    /** Whether a derived sensor is already linked to operators of the current plan; marks it as linked. */
    public boolean wasLinked(int index) {
        boolean was = linked.get(index);
        linked.set(index);
        return was;
    }

    public boolean isLinked(int index) {
        return linked.get(index);
    }

    /**
     * Begins a change of plan: all derived sensors must be linked again, and a sensor keeps its index under the same
     * name.
     */
    public void beginChange(SensorNaming names) {
        linked.clear();
        resultsBefore = new HashMap<>();
        for (int index = 0; index < count(); index++) {
            if (!isGroup(index)) {
                resultsBefore.put(name(index, names), index);
            }
        }
    }

    public void endChange() {
        resultsBefore = Map.of();
    }

    /** The key of a group. */
    public String groupKey(int index) {
        return groupKeys[keyId(index)];
    }

    private int put(Integer known, int nodeId, int keyId, int output) {
        int index = known == null ? scopes.open() : known;
        int[] all = entries;
        if (index * INTS == all.length) {
            all = Arrays.copyOf(all, all.length * 2);
        }
        all[index * INTS + NODE] = nodeId;
        all[index * INTS + KEY] = keyId;
        all[index * INTS + OUTPUT] = output;
        entries = all;
        publishedCount = count();
        return index;
    }

    private int kindOf(int nodeId, int input) {
        return IS_GROUP - input * NEXT_INPUT - (book.stream(nodeId).byReceiveTime() ? BY_RECEIVE_TIME : 0);
    }

    /** Identifies a group. A group has a single kind of time and the samples of a single input. */
    private String groupIdentity(int nodeId, int kind, String key) {
        return book.stream(nodeId).name() + '\n' + kind + '\n' + key;
    }

    public void writeTo(StateOutput out) {
        out.putInt(groupKeys.length);
        for (String key : groupKeys) {
            out.putString(key);
        }
        scopes.writeTo(out);
        for (int i = 0; i < count() * INTS; i++) {
            out.putInt(entries[i]);
        }
    }

    /** Restores all derived sensors, after {@link OperatorBook}. */
    public void readFrom(StateInput in) {
        String[] keys = new String[in.getInt()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = in.getString();
        }
        groupKeys = keys;
        scopes.readFrom(in);
        int[] all = new int[Math.max(16, count()) * INTS];
        for (int i = 0; i < count() * INTS; i++) {
            all[i] = in.getInt();
        }
        entries = all;
        for (int index = 0; index < count(); index++) {
            if (isGroup(index)) {
                groups.put(groupIdentity(nodeId(index), entries[index * INTS + OUTPUT], groupKey(index)), index);
            }
            linked.set(index, scopes.getInt(index, DISPATCH_LENGTH_OFFSET) > 0);
        }
        publishedCount = count();
    }
}

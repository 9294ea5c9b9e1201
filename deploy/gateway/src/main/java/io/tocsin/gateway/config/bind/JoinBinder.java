package io.tocsin.gateway.config.bind;

import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.join.JoinValue;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.JoinKeys;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;

/** Reads the entries of {@code streams} that have a {@code join}. */
final class JoinBinder {
    private static final List<JoinValue> DEFAULT_VALUES = List.of(JoinValue.LEFT, JoinValue.RIGHT);

    private final BindContext context;
    private final Problems problems;
    private final WindowBinder windows;
    private final long outOfOrdernessNs;

    /**
     * @param outOfOrdernessNs default of streams without the key
     */
    JoinBinder(BindContext context, long outOfOrdernessNs) {
        this.context = context;
        this.problems = context.problems();
        this.windows = new WindowBinder(context);
        this.outOfOrdernessNs = outOfOrdernessNs;
    }

    /** Whether the entry has a join. */
    static boolean isJoin(Item item) {
        return item.isMapping() && item.child(JoinKeys.JOIN_KEY.name()) != null;
    }

    /**
     * @return the join, or null when it has errors
     */
    Bound<DerivedNode> bind(Item item) {
        int errorsBefore = problems.errorCount();
        SectionReader keys = new SectionReader(item, JoinKeys.JOINED_STREAM, problems);
        SectionReader joinKeys = keys.section(JoinKeys.JOIN_KEY, JoinKeys.JOIN);
        String name = keys.get(StreamKeys.NAME);
        SensorSelector from = keys.get(JoinKeys.FROM);
        String groupBy = keys.get(JoinKeys.GROUP_BY);
        SensorSelector with = joinKeys.get(JoinKeys.WITH);
        String ownGroupBy = joinKeys.get(JoinKeys.RIGHT_GROUP_BY);
        String rightGroupBy = ownGroupBy == null ? groupBy : ownGroupBy;
        JoinType type = joinKeys.get(JoinKeys.TYPE);
        JoinCondition condition = condition(joinKeys);
        boolean byReceiveTime = keys.get(StreamKeys.BY_RECEIVE_TIME);
        Long ownOutOfOrdernessNs = keys.get(StreamKeys.OUT_OF_ORDERNESS);
        List<JoinValue> given = keys.getAll(JoinKeys.VALUES);
        if (condition instanceof JoinCondition.Latest && keys.has(StreamKeys.OUT_OF_ORDERNESS)) {
            problems.error(
                    keys.item(StreamKeys.OUT_OF_ORDERNESS),
                    "cannot be combined with latest, which never" + " waits; leave the key out");
        }
        if (byReceiveTime) {
            StreamBinder.requireAbsent(problems, keys, StreamKeys.OUT_OF_ORDERNESS);
        }
        if (problems.errorCount() > errorsBefore) {
            return null;
        }
        Input left = context.attempt(keys.item(JoinKeys.GROUP_BY), () -> new Input(from, groupBy));
        Input right = context.attempt(joinKeys.nearest(JoinKeys.RIGHT_GROUP_BY), () -> new Input(with, rightGroupBy));
        if (left == null || right == null) {
            return null;
        }
        boolean waits = !byReceiveTime && !(condition instanceof JoinCondition.Latest);
        long waitNs = ownOutOfOrdernessNs != null ? ownOutOfOrdernessNs : waits ? outOfOrdernessNs : 0;
        JoinNode join = context.attempt(
                item,
                () -> new JoinNode(
                        name,
                        left,
                        right,
                        type,
                        condition,
                        byReceiveTime,
                        given.isEmpty() ? DEFAULT_VALUES : given,
                        waitNs,
                        keys.getAll(StreamKeys.SINKS)));
        return join == null ? null : new Bound<>(join, keys);
    }

    /** Null when it has errors. */
    private JoinCondition condition(SectionReader keys) {
        Long lowerNs = keys.get(JoinKeys.LOWER);
        Long upperNs = keys.get(JoinKeys.UPPER);
        boolean hasBounds = keys.has(JoinKeys.LOWER) || keys.has(JoinKeys.UPPER);
        boolean hasWindow = keys.has(JoinKeys.WINDOW);
        boolean isLatest = keys.get(JoinKeys.LATEST);
        if ((hasBounds ? 1 : 0) + (hasWindow ? 1 : 0) + (isLatest ? 1 : 0) != 1) {
            problems.error(keys.item(), "needs one of: lower and upper, a window, or latest: true");
            return null;
        }
        if (isLatest) {
            return new JoinCondition.Latest();
        }
        if (hasWindow) {
            Window window = windows.bind(keys.item(JoinKeys.WINDOW));
            return window == null
                    ? null
                    : context.attempt(keys.item(JoinKeys.WINDOW), () -> new JoinCondition.SameWindow(window));
        }
        if (!keys.has(JoinKeys.LOWER) || !keys.has(JoinKeys.UPPER)) {
            problems.error(keys.item(), "needs both lower and upper");
            return null;
        }
        return lowerNs == null || upperNs == null
                ? null
                : context.attempt(keys.item(JoinKeys.LOWER), () -> new JoinCondition.Interval(lowerNs, upperNs));
    }
}

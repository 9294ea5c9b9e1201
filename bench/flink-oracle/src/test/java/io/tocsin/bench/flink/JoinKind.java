package io.tocsin.bench.flink;

import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinCondition.Interval;
import io.tocsin.engine.plan.join.JoinCondition.SameWindow;
import io.tocsin.engine.plan.join.JoinType;
import java.util.Random;

/** The joins that both engines have, by which operator of Flink does them. */
enum JoinKind {
    INTERVAL {
        @Override
        JoinType type(Random random) {
            return JoinType.INNER;
        }

        @Override
        JoinCondition condition(Random random, long unitNs) {
            return interval(random, unitNs);
        }
    },
    OUTER_INTERVAL {
        @Override
        JoinType type(Random random) {
            return JoinType.values()[1 + random.nextInt(JoinType.values().length - 1)];
        }

        @Override
        JoinCondition condition(Random random, long unitNs) {
            return interval(random, unitNs);
        }
    },
    WINDOW {
        @Override
        JoinType type(Random random) {
            return JoinType.values()[random.nextInt(JoinType.values().length)];
        }

        @Override
        JoinCondition condition(Random random, long unitNs) {
            WindowKind[] kinds = {WindowKind.TUMBLING, WindowKind.SLIDING, WindowKind.CUMULATIVE};
            return new SameWindow(kinds[random.nextInt(kinds.length)].random(random, unitNs));
        }
    };

    abstract JoinType type(Random random);

    abstract JoinCondition condition(Random random, long unitNs);

    private static Interval interval(Random random, long unitNs) {
        int lower = random.nextInt(40) - 25;
        return new Interval(lower * unitNs, (lower + random.nextInt(25)) * unitNs);
    }
}

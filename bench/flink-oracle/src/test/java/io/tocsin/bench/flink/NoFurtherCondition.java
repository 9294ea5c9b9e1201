package io.tocsin.bench.flink;

import org.apache.flink.api.common.functions.AbstractRichFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.generated.GeneratedJoinCondition;
import org.apache.flink.table.runtime.generated.JoinCondition;

/** The condition of a join besides key and time, which SQL's planner would generate: none. */
final class NoFurtherCondition extends GeneratedJoinCondition {
    private static final long serialVersionUID = 1;

    NoFurtherCondition() {
        super("", "", new Object[0]);
    }

    @Override
    public JoinCondition newInstance(ClassLoader loader) {
        return new Always();
    }

    private static final class Always extends AbstractRichFunction implements JoinCondition {
        private static final long serialVersionUID = 1;

        @Override
        public boolean apply(RowData left, RowData right) {
            return true;
        }
    }
}

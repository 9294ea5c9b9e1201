package io.tocsin.bench.flink;

import io.tocsin.engine.plan.join.JoinCondition.SameWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;

/** Joins through Flink, all in one job. */
final class FlinkJoinRun {
    private FlinkJoinRun() {}

    /** Results of Flink for each case. */
    static List<JoinOutcome> of(List<JoinCase> cases, FlinkCluster cluster) throws Exception {
        FlinkJoinJob job = new FlinkJoinJob();
        for (int i = 0; i < cases.size(); i++) {
            for (Map.Entry<String, List<JoinReading>> key : cases.get(i).byKey().entrySet()) {
                job.add(name(i, key.getKey()), cases.get(i).join(), key.getValue());
            }
        }
        JobExecutionResult result = cluster.run(job.graph());
        List<JoinOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            outcomes.add(outcome(cases.get(i), i, result));
        }
        return outcomes;
    }

    private static JoinOutcome outcome(JoinCase joinCase, int index, JobExecutionResult result) {
        JoinOutcome outcome = new JoinOutcome();
        joinCase.byKey().forEach((key, readings) -> {
            String name = name(index, key);
            ExpectedJoinRows expected = new ExpectedJoinRows(joinCase.join(), readings, joinCase.endPosition());
            if (joinCase.join().condition() instanceof SameWindow) {
                for (WindowPairs window : FlinkJoinJob.windows(result, name)) {
                    expected.ofWindow(window).forEach(row -> outcome.add(key, row));
                }
            } else {
                FlinkJoinJob.pairs(result, name).forEach(pair -> outcome.add(key, expected.ofInterval(pair)));
            }
            outcome.addLate(FlinkJoinJob.late(result, name).size());
        });
        return outcome;
    }

    /** Results of Flink's API for each case in which nothing is late: they name neither window nor record. */
    static List<JoinOutcome> byApi(List<JoinCase> cases, FlinkCluster cluster) throws Exception {
        FlinkJoinJob job = new FlinkJoinJob();
        for (int i = 0; i < cases.size(); i++) {
            for (Map.Entry<String, List<JoinReading>> key : cases.get(i).byKey().entrySet()) {
                job.addByApi(name(i, key.getKey()), cases.get(i).join(), key.getValue());
            }
        }
        JobExecutionResult result = cluster.run(job.graph());
        List<JoinOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            JoinOutcome outcome = new JoinOutcome();
            JoinCase joinCase = cases.get(i);
            for (Map.Entry<String, List<JoinReading>> key : joinCase.byKey().entrySet()) {
                ExpectedJoinRows expected =
                        new ExpectedJoinRows(joinCase.join(), key.getValue(), joinCase.endPosition());
                FlinkJoinJob.pairs(result, name(i, key.getKey()))
                        .forEach(pair -> outcome.add(key.getKey(), expected.withoutCause(pair)));
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    private static String name(int index, String key) {
        return "case " + index + " key " + key;
    }
}

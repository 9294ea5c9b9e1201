package io.tocsin.gateway.notice;

import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.StepsBack;
import java.util.ArrayList;
import java.util.List;

/** Notices about readings that rules and streams skipped as old. */
public final class SkippedReadings {
    private SkippedReadings() {}

    /**
     * A line for each topic filter or file whose sensors' times have gone back, or one line when none has.
     *
     * @param skippedCount readings that were skipped, once a rule or stream
     * @param known names the sensors
     */
    static List<String> lines(long skippedCount, List<WatchedInput> inputs, KnownSensors known) {
        List<String> lines = new ArrayList<>();
        for (WatchedInput input : inputs) {
            if (input.largestStep() != null) {
                lines.add(line(skippedCount, input.tally(), input.largestStep(), known));
            }
        }
        return lines.isEmpty() ? List.of(withoutStep(skippedCount)) : lines;
    }

    /** The line of one topic filter or file. */
    static String line(long skippedCount, InputTally tally, StepsBack.Largest largest, KnownSensors known) {
        return InputNotices.begin(tally)
                + text(skippedCount, tally.steps().count(), tally.readings(), largest, known)
                + (tally.mayBeSorted() ? ", or order: sort on this file source" : "");
    }

    /** The line when no sensor's time has gone back. */
    static String withoutStep(long skippedCount) {
        return skipped(skippedCount)
                + ", though no sensor's time has gone back: the clocks of the sensors of a group, a join or a source"
                + " differ; set outOfOrderness (streams) or reorder (alarms) to more than this difference";
    }

    /** The line for a journal that was replayed. */
    public static String ofReplay(long skippedCount, long readingCount, StepsBack steps, KnownSensors known) {
        StepsBack.Largest largest = steps.takeLargest();
        return largest == null
                ? withoutStep(skippedCount)
                : "in the journal, " + text(skippedCount, steps.count(), readingCount, largest, known);
    }

    private static String text(
            long skippedCount, long behindCount, long readingCount, StepsBack.Largest largest, KnownSensors known) {
        String step = Steps.shown(largest);
        return Numbers.grouped(behindCount) + " of " + Numbers.grouped(readingCount)
                + " readings are older than an earlier reading of their sensor; the largest step back is " + step + " ("
                + known.sourceName(largest.sensorId()) + "); " + skipped(skippedCount)
                + ": set reorder (alarms) and outOfOrderness (streams) to at least "
                + (largest.isAtLeast() ? "the step" : step) + ", or order: arrival on alarms";
    }

    private static String skipped(long count) {
        return "rules and streams have skipped " + Numbers.grouped(count) + " as old";
    }
}

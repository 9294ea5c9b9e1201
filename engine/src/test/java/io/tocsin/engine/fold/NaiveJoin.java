package io.tocsin.engine.fold;

import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.join.JoinType;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.SeenRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Results of one key of a join over a journal, the slow way: keeps every sample for ever and looks through all of them.
 * Written from semantics.md, "Joins".
 */
final class NaiveJoin {
    private static final class Sample {
        final long timeNs;
        final double value;
        /** The watermark when it was taken: windows that end by it were closed to the sample. */
        final long takenAtNs;

        boolean isMatched;
        boolean isGiven;

        Sample(long timeNs, double value, long takenAtNs) {
            this.timeNs = timeNs;
            this.value = value;
            this.takenAtNs = takenAtNs;
        }
    }

    /** One side of the key. */
    private static final class Side {
        final List<Integer> members;
        final List<Sample> samples = new ArrayList<>();
        /** Members whose newest reading is not BAD and whose source continues. */
        final Set<Integer> withValue = new TreeSet<>();

        boolean isGone;
        boolean isHeard;
        boolean hasEnded;
        long timeNs = Long.MIN_VALUE;
        long maxEventNs = Long.MIN_VALUE;
        long receiveOfMaxNs;
        long lastReceiveNs;

        Side(List<Integer> members) {
            this.members = members;
        }

        boolean holdsUp() {
            return isHeard && !hasEnded;
        }

        long runningNs(long clockNs) {
            return maxEventNs + (clockNs - receiveOfMaxNs);
        }
    }

    /** See {@link End#side}: everything. */
    static final int BOTH = -1;

    /**
     * The results that need a side have no value any more.
     *
     * @param position of the record that says so
     * @param side 0 or 1, or {@link #BOTH}
     * @param timeNs when, unless the newest result is later
     * @param isLimit whether it is what was looked up that is gone
     */
    record End(int position, int side, long timeNs, boolean isLimit) {}

    private final JoinNode join;
    private final long idleAfterNs;
    /** Whether somebody wants to know of ends: rows and ends in their order. */
    private final boolean tellsEnds;

    private final List<Object> results = new ArrayList<>();
    private final Side[] sides;
    private final List<SeenRow> rows = new ArrayList<>();
    private final Set<Long> closedEnds = new TreeSet<>();
    private int position;
    /** Lookup side. */
    private Sample latest;

    private long watermarkNs = Long.MIN_VALUE;
    private boolean isFinished;

    NaiveJoin(JoinNode join, long idleAfterNs, List<Integer> left, List<Integer> right) {
        this(join, idleAfterNs, left, right, false);
    }

    /**
     * @param tellsEnds whether alarms see the results
     */
    NaiveJoin(JoinNode join, long idleAfterNs, List<Integer> left, List<Integer> right, boolean tellsEnds) {
        this.tellsEnds = tellsEnds;
        this.join = join;
        this.idleAfterNs = join.byReceiveTime() ? 0 : idleAfterNs;
        this.sides = new Side[] {new Side(left), new Side(right)};
    }

    /** As {@link #rows}: rows and ends. */
    List<Object> results(RecordList records, int[] sourceOf, List<Integer> endedSources) {
        rows(records, sourceOf, endedSources);
        return results;
    }

    private void read(RecordList records) {
        for (position = 0; position < records.size(); position++) {
            RecordList.Entry entry = records.entries().get(position);
            if (entry instanceof RecordList.Reading reading) {
                for (Side side : sides) {
                    if (side.members.contains(reading.sensorId())) {
                        onReading(side, reading);
                    }
                }
            } else if (entry instanceof RecordList.Tick tick) {
                onTick(tick.clockNs());
            }
        }
    }

    /**
     * The key's rows.
     *
     * @param sourceOf source of each sensor
     * @param endedSources what the last records end, one each
     */
    List<SeenRow> rows(RecordList records, int[] sourceOf, List<Integer> endedSources) {
        read(records);
        for (int i = 0; i < endedSources.size(); i++) {
            position = records.size() - endedSources.size() + i;
            Set<Integer> ended = new TreeSet<>(endedSources.subList(0, i + 1));
            for (Side side : sides) {
                boolean allEnded = side.members.stream().allMatch(m -> ended.contains(sourceOf[m]));
                if (!side.members.isEmpty() && allEnded && !side.hasEnded) {
                    side.hasEnded = true;
                    isFinished = !sides[0].holdsUp() && !sides[1].holdsUp();
                    decide();
                    side.isGone = !isFinished;
                    tellEnds();
                }
            }
            endMembers(sourceOf, endedSources.get(i));
            if (hasEnded(sides[0]) && (isLatest() || hasEnded(sides[1]))) {
                end(BOTH, Long.MIN_VALUE, false);
            }
        }
        return rows;
    }

    private static boolean hasEnded(Side side) {
        return side.members.isEmpty() || side.hasEnded;
    }

    private boolean isLatest() {
        return join.condition() instanceof JoinCondition.Latest;
    }

    /** A side that continues may have lost its last member with a value. */
    private void endMembers(int[] sourceOf, int endedSource) {
        for (int i = 0; i < 2; i++) {
            Side side = sides[i];
            boolean loses = side.withValue.removeIf(member -> sourceOf[member] == endedSource);
            if (loses && side.withValue.isEmpty() && !side.hasEnded) {
                if (isLatest()) {
                    lookUpBad(i, side.maxEventNs);
                } else {
                    side.isGone = true;
                    tellEnds();
                }
            }
        }
    }

    private void tellEnds() {
        long toNs = isFinished ? Long.MAX_VALUE : watermarkNs;
        for (int i = 0; i < 2; i++) {
            Side side = sides[i];
            int index = i;
            if (!isLatest()
                    && side.isGone
                    && side.samples.stream().noneMatch(sample -> mayGiveMore(index, sample, toNs))) {
                side.isGone = false;
                end(i, Long.MIN_VALUE, false);
            }
        }
    }

    private boolean mayGiveMore(int side, Sample sample, long toNs) {
        return join.condition() instanceof JoinCondition.Interval interval
                ? untilNs(side, sample, interval) >= toNs
                : ends(sample.timeNs).stream().anyMatch(endNs -> endNs > toNs);
    }

    private void end(int side, long timeNs, boolean isLimit) {
        if (tellsEnds) {
            results.add(new End(position, side, timeNs, isLimit));
        }
    }

    private void onReading(Side side, RecordList.Reading reading) {
        long timeNs = join.byReceiveTime() ? reading.receiveTimeNs() : reading.eventTimeNs();
        side.isHeard = true;
        side.lastReceiveNs = reading.receiveTimeNs();
        if (timeNs > side.maxEventNs) {
            side.maxEventNs = timeNs;
            side.receiveOfMaxNs = reading.receiveTimeNs();
        }
        side.timeNs = Math.max(side.timeNs, timeNs);
        decide();
        boolean isBad = reading.quality() == Quality.BAD.code();
        if (isBad) {
            side.withValue.remove(reading.sensorId());
        } else {
            side.withValue.add(reading.sensorId());
        }
        side.isGone = isBad ? side.isGone || side.withValue.isEmpty() : false;
        if (isLatest()) {
            lookUp(side, timeNs, reading);
            return;
        }
        if (!isBad && (reading.flags() & ReadingFlags.RETAINED) == 0 && !isLate(timeNs)) {
            takeSample(side, timeNs, reading);
        }
        tellEnds();
    }

    private void takeSample(Side side, long timeNs, RecordList.Reading reading) {
        Sample sample = new Sample(timeNs, reading.value(), watermarkNs);
        if (join.condition() instanceof JoinCondition.Interval interval) {
            match(side, sample, interval);
        }
        side.samples.add(sample);
        decide();
    }

    private void lookUp(Side side, long timeNs, RecordList.Reading reading) {
        boolean isBad = reading.quality() == Quality.BAD.code();
        if (side == sides[1]) {
            if (latest == null || timeNs >= latest.timeNs) {
                boolean had = latest != null;
                latest = isBad ? null : new Sample(timeNs, reading.value(), 0);
                if (had && isBad) {
                    end(1, Long.MIN_VALUE, true);
                } else if (!had && !isBad && join.type() == JoinType.ANTI) {
                    end(BOTH, Long.MIN_VALUE, false);
                }
            }
        } else if (isBad) {
            if (side.withValue.isEmpty()) {
                lookUpBad(0, timeNs);
            }
        } else if ((reading.flags() & ReadingFlags.RETAINED) == 0) {
            if (latest == null ? join.type().givesUnmatched(true) : join.type().givesPairs()) {
                give(timeNs, timeNs + 1, new Sample(timeNs, reading.value(), 0), latest);
            }
        }
    }

    /** A BAD reading of the left makes those results BAD that a good one would have. */
    private void lookUpBad(int side, long timeNs) {
        if (side == 0
                && (latest == null
                        ? join.type().givesUnmatched(true)
                        : join.type().givesPairs())) {
            end(0, timeNs, false);
        }
    }

    /** Advances all sides whose clock has passed an open item; judges all of them before it moves any. */
    private void onTick(long clockNs) {
        long openNs = openUntilNs();
        boolean[] isDue = new boolean[2];
        for (int i = 0; i < 2; i++) {
            Side side = sides[i];
            isDue[i] = openNs != Long.MAX_VALUE
                    && side.holdsUp()
                    && clockNs - side.lastReceiveNs >= idleAfterNs
                    && side.timeNs <= openNs + join.outOfOrdernessNs()
                    && side.runningNs(clockNs) > openNs + join.outOfOrdernessNs();
        }
        for (int i = 0; i < 2; i++) {
            if (isDue[i]) {
                sides[i].timeNs = Math.max(sides[i].timeNs, sides[i].runningNs(clockNs));
                decide();
                tellEnds();
            }
        }
    }

    private void decide() {
        long leastNs = Long.MAX_VALUE;
        for (Side side : sides) {
            if (side.holdsUp()) {
                leastNs = Math.min(leastNs, side.timeNs);
            }
        }
        if (leastNs != Long.MAX_VALUE) {
            watermarkNs = Math.max(watermarkNs, leastNs - join.outOfOrdernessNs());
        }
        long toNs = isFinished ? Long.MAX_VALUE : watermarkNs;
        if (join.condition() instanceof JoinCondition.Interval) {
            giveUnmatched(toNs);
        } else if (join.condition() instanceof JoinCondition.SameWindow) {
            closeWindows(toNs);
        }
    }

    private boolean isLate(long timeNs) {
        if (join.condition() instanceof JoinCondition.Interval) {
            return timeNs < watermarkNs;
        }
        return ends(timeNs).stream().allMatch(endNs -> endNs <= watermarkNs);
    }

    /** Time that the next decision waits for: an end is decided when the watermark is past the instant before it. */
    private long openUntilNs() {
        long leastNs = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            for (Sample sample : sides[i].samples) {
                if (join.condition() instanceof JoinCondition.Interval interval) {
                    // Samples leave in the order of time, so one with a partner may stand before one without.
                    boolean isAwaited = join.type().givesUnmatched(i == 0) || (tellsEnds && sides[i].isGone);
                    if (isAwaited && untilNs(i, sample, interval) >= watermarkNs) {
                        leastNs = Math.min(leastNs, untilNs(i, sample, interval));
                    }
                } else {
                    for (long endNs : ends(sample.timeNs)) {
                        if (endNs > watermarkNs) {
                            leastNs = Math.min(leastNs, endNs - 1);
                        }
                    }
                }
            }
        }
        return leastNs;
    }

    private void match(Side side, Sample sample, JoinCondition.Interval interval) {
        Side other = side == sides[0] ? sides[1] : sides[0];
        for (Sample partner : inOrder(other.samples)) {
            long rightLessLeftNs = side == sides[0] ? partner.timeNs - sample.timeNs : sample.timeNs - partner.timeNs;
            if (rightLessLeftNs >= interval.lowerNs() && rightLessLeftNs <= interval.upperNs()) {
                sample.isMatched = true;
                partner.isMatched = true;
                if (join.type().givesPairs()) {
                    long startNs = Math.min(sample.timeNs, partner.timeNs);
                    long endNs = Math.max(sample.timeNs, partner.timeNs) + 1;
                    give(startNs, endNs, side == sides[0] ? sample : partner, side == sides[0] ? partner : sample);
                }
            }
        }
    }

    private void giveUnmatched(long toNs) {
        JoinCondition.Interval interval = (JoinCondition.Interval) join.condition();
        record Open(int side, Sample sample, long untilNs) {}
        List<Open> open = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (Sample sample : inOrder(sides[i].samples)) {
                long untilNs = untilNs(i, sample, interval);
                if (!sample.isMatched
                        && !sample.isGiven
                        && untilNs < toNs
                        && join.type().givesUnmatched(i == 0)) {
                    open.add(new Open(i, sample, untilNs));
                }
            }
        }
        open.sort(Comparator.comparingLong(Open::untilNs).thenComparingInt(Open::side));
        for (Open each : open) {
            each.sample.isGiven = true;
            give(
                    each.sample.timeNs,
                    each.untilNs + 1,
                    each.side == 0 ? each.sample : null,
                    each.side == 0 ? null : each.sample);
        }
    }

    private static long untilNs(int side, Sample sample, JoinCondition.Interval interval) {
        long mostNs = side == 0 ? interval.upperNs() : -interval.lowerNs();
        return Math.max(sample.timeNs, sample.timeNs + mostNs);
    }

    private void closeWindows(long toNs) {
        AlignedWindow window = (AlignedWindow) ((JoinCondition.SameWindow) join.condition()).window();
        Set<Long> due = new TreeSet<>();
        for (Side side : sides) {
            side.samples.forEach(sample -> due.addAll(ends(sample.timeNs)));
        }
        due.removeIf(endNs -> endNs > toNs || closedEnds.contains(endNs));
        for (long endNs : due) {
            closedEnds.add(endNs);
            List<Sample> left = within(sides[0], endNs);
            List<Sample> right = within(sides[1], endNs);
            long startNs = endNs - window.sizeNs();
            if (!left.isEmpty() && !right.isEmpty()) {
                if (join.type().givesPairs()) {
                    left.forEach(l -> right.forEach(r -> give(startNs, endNs, l, r)));
                }
            } else {
                if (join.type().givesUnmatched(true)) {
                    left.forEach(l -> give(startNs, endNs, l, null));
                }
                if (join.type().givesUnmatched(false)) {
                    right.forEach(r -> give(startNs, endNs, null, r));
                }
            }
        }
    }

    private List<Sample> within(Side side, long endNs) {
        return inOrder(side.samples).stream()
                .filter(sample -> ends(sample.timeNs).contains(endNs) && endNs > sample.takenAtNs)
                .toList();
    }

    private Set<Long> ends(long timeNs) {
        AlignedWindow window = (AlignedWindow) ((JoinCondition.SameWindow) join.condition()).window();
        Set<Long> ends = new TreeSet<>();
        for (long endNs = timeNs + 1; endNs <= timeNs + window.sizeNs(); endNs++) {
            if (Math.floorMod(endNs - window.sizeNs() - window.offsetNs(), window.slideNs()) == 0) {
                ends.add(endNs);
            }
        }
        return ends;
    }

    private static List<Sample> inOrder(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingLong(sample -> sample.timeNs));
        return sorted;
    }

    private void give(long startNs, long endNs, Sample left, Sample right) {
        double l = left == null ? Double.NaN : left.value;
        double r = right == null ? Double.NaN : right.value;
        List<Double> values = new ArrayList<>();
        join.values().forEach(value -> values.add(value.of(l, r)));
        values.add(left == null ? Double.NaN : left.timeNs);
        values.add(right == null ? Double.NaN : right.timeNs);
        SeenRow row = new SeenRow(
                position, 0, 0, 0, startNs, endNs, left == null || right == null ? 1 : 2, false, false, values);
        rows.add(row);
        results.add(row);
    }
}

package io.tocsin.engine.fold;

import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.testkit.RecordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The greatest values of a group of sensors over tumbling windows, and the ends of its value, the slow way. */
final class NaiveGroup {
    private final List<Integer> members;
    private final long sizeNs;
    private final long outOfOrdernessNs;
    private final long idleAfterNs;
    private final List<NaiveLostAlarm.Item> items = new ArrayList<>();
    /** By end of an open window: its greatest sample. */
    private final TreeMap<Long, Double> open = new TreeMap<>();

    private final Set<Integer> withValue = new TreeSet<>();
    private long timeNs = Long.MIN_VALUE;
    private long maxEventNs = Long.MIN_VALUE;
    private long receiveOfMaxNs;
    private long lastReceiveNs;
    private boolean isGone;
    private int position;

    NaiveGroup(List<Integer> members, long sizeNs, long outOfOrdernessNs, long idleAfterNs) {
        this.members = members;
        this.sizeNs = sizeNs;
        this.outOfOrdernessNs = outOfOrdernessNs;
        this.idleAfterNs = idleAfterNs;
    }

    List<NaiveLostAlarm.Item> items(RecordList records, int[] sourceOf, List<Integer> endedSources) {
        for (position = 0; position < records.size() - endedSources.size(); position++) {
            RecordList.Entry entry = records.entries().get(position);
            if (entry instanceof RecordList.Reading reading && members.contains(reading.sensorId())) {
                onReading(reading);
            } else if (entry instanceof RecordList.Tick tick) {
                onTick(tick.clockNs());
            }
        }
        Set<Integer> ended = new TreeSet<>();
        for (int source : endedSources) {
            end(sourceOf, source, ended);
            position++;
        }
        return items;
    }

    private void onReading(RecordList.Reading reading) {
        lastReceiveNs = reading.receiveTimeNs();
        if (reading.eventTimeNs() > maxEventNs) {
            maxEventNs = reading.eventTimeNs();
            receiveOfMaxNs = reading.receiveTimeNs();
        }
        moveTo(reading.eventTimeNs());
        if (reading.quality() == Quality.BAD.code()) {
            withValue.remove(reading.sensorId());
            isGone |= withValue.isEmpty();
        } else {
            withValue.add(reading.sensorId());
            isGone = false;
            long endNs = Math.floorDiv(reading.eventTimeNs(), sizeNs) * sizeNs + sizeNs;
            if ((reading.flags() & ReadingFlags.RETAINED) == 0 && endNs > timeNs - outOfOrdernessNs) {
                open.merge(endNs, reading.value(), Math::max);
            }
        }
        tellGone();
    }

    private void onTick(long clockNs) {
        long runningNs = maxEventNs + (clockNs - receiveOfMaxNs);
        if (!open.isEmpty()
                && clockNs - lastReceiveNs >= idleAfterNs
                && runningNs > open.firstKey() + outOfOrdernessNs - 1) {
            moveTo(runningNs);
            tellGone();
        }
    }

    private void moveTo(long toNs) {
        timeNs = Math.max(timeNs, toNs);
        while (!open.isEmpty() && open.firstKey() <= timeNs - outOfOrdernessNs) {
            close();
        }
    }

    private void close() {
        var window = open.pollFirstEntry();
        items.add(new NaiveLostAlarm.Item(position, window.getKey() - 1, window.getValue(), false, false));
    }

    private void tellGone() {
        if (isGone && open.isEmpty()) {
            isGone = false;
            giveEnd();
        }
    }

    private void giveEnd() {
        items.add(new NaiveLostAlarm.Item(position, Long.MIN_VALUE, Double.NaN, true, false));
    }

    private void end(int[] sourceOf, int source, Set<Integer> ended) {
        boolean wasRunning = members.stream().anyMatch(member -> !ended.contains(sourceOf[member]));
        ended.add(source);
        boolean hasMembers = members.stream().anyMatch(member -> sourceOf[member] == source);
        boolean loses = withValue.removeIf(member -> sourceOf[member] == source);
        if (members.stream().allMatch(member -> ended.contains(sourceOf[member]))) {
            if (wasRunning && hasMembers) {
                while (!open.isEmpty()) {
                    close();
                }
                giveEnd();
            }
        } else if (loses && withValue.isEmpty()) {
            isGone = true;
            tellGone();
        }
    }
}

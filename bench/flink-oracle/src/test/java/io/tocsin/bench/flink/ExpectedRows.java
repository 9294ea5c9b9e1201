package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.StreamNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of one key that follow from Flink's firings.
 *
 * <ul>
 *   <li>{@code emit: update}: every firing is a row, at the record at which Flink fired.
 *   <li>{@code emit: append}: the last firing of a window is its row, once its allowed lateness is over.
 *   <li>Firings are of one window when they have its end; sessions, which change their ends, when they share samples.
 *       All but the first of them are updates.
 *   <li>Rows that one record makes leave, leave oldest window first; Flink fires the newest first of those that a late
 *       sample changes.
 * </ul>
 */
final class ExpectedRows {
    private final StreamNode stream;
    private final List<Reading> readings;
    private final List<Firing> firings;
    private final long endPosition;

    /**
     * @param endPosition of the source's end
     */
    ExpectedRows(StreamNode stream, List<Reading> readings, List<Firing> firings, long endPosition) {
        this.stream = stream;
        this.readings = readings;
        this.firings = firings;
        this.endPosition = endPosition;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < firings.size(); i++) {
            Firing firing = firings.get(i);
            boolean isChange = firings.subList(0, i).stream().anyMatch(earlier -> isSameWindow(earlier, firing));
            if (stream.emit() == EmitMode.UPDATE) {
                rows.add(row(firing, isChange));
            } else if (firings.subList(i + 1, firings.size()).stream()
                    .noneMatch(later -> isSameWindow(firing, later))) {
                rows.add(row(firing, false));
            }
        }
        rows.sort(Comparator.comparingLong(Row::position).thenComparingLong(Row::endNs));
        return rows;
    }

    private boolean isSameWindow(Firing earlier, Firing later) {
        if (stream.window() instanceof CountWindow) {
            return false;
        }
        return stream.window() instanceof SessionWindow
                ? later.positions().contains(earlier.positions().get(0))
                : later.endNs() == earlier.endNs();
    }

    private Row row(Firing firing, boolean isUpdate) {
        return new Row(
                position(firing),
                firing.startNs(),
                firing.endNs(),
                isUpdate,
                firing.positions().size(),
                firing.values());
    }

    /** A firing is caused by the reading that brought its watermark, or by a sample that came later than that. */
    private long position(Firing firing) {
        if (firing.watermark() == Long.MAX_VALUE) {
            return endPosition;
        }
        long position = Math.max(firing.newest(), firstPositionAt(firing.watermark() + 1));
        boolean waits = stream.emit() == EmitMode.APPEND && !(stream.window() instanceof CountWindow);
        return waits ? Math.max(position, firstPositionAt(firing.endNs() + stream.latenessNs())) : position;
    }

    /** Position of the first reading that brings our watermark there. */
    private long firstPositionAt(long watermarkNs) {
        return readings.stream()
                .filter(reading -> reading.timeNs() - stream.outOfOrdernessNs() >= watermarkNs)
                .mapToLong(Reading::position)
                .findFirst()
                .orElse(endPosition);
    }
}

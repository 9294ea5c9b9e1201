package io.tocsin.alerts.log;

import io.tocsin.alerts.event.FormattedResult;
import io.tocsin.alerts.event.GapEvent;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Lost;
import java.util.List;

/**
 * GAP event to be delivered to a sink.
 *
 * @param frame the event; its sequence number is not that of any entry of the log
 * @param told the sums that the sink knows after delivery
 */
public record GapNotice(LogFrame frame, Told told) {
    private static final long NO_ENTRY = -1;

    /**
     * @param gap the GAP frame of the log
     * @param lost losses of the sink since the ledger's beginning
     * @param events lost events that were not reported yet
     * @param rows lost rows that were not reported yet
     */
    static GapNotice of(String sink, String gateway, LogFrame gap, Lost lost, long events, long rows, long ledgerId) {
        FormattedResult event = new GapEvent(
                        sink,
                        gateway,
                        ledgerId + "/" + lost.events() + "-" + lost.rows(),
                        events,
                        rows,
                        lost.fromNs(),
                        lost.toNs())
                .format();
        LogFrame frame = new LogFrame(
                FrameType.GAP,
                NO_ENTRY,
                gap.ordinal(),
                gap.position(),
                event.key(),
                lost.toNs(),
                gap.receivedNs(),
                List.of(sink),
                event.json());
        return new GapNotice(frame, new Told(ledgerId, lost.events(), lost.rows()));
    }
}

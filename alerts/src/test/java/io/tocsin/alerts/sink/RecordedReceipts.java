package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import java.util.ArrayList;
import java.util.List;

/** Receipts as they came. */
final class RecordedReceipts implements Receipts {
    final List<LogFrame> delivered = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();

    @Override
    public void delivered(LogFrame frame) {
        delivered.add(frame);
    }

    @Override
    public void refused(LogFrame frame, String reason) {
        refusals.add(reason);
    }
}

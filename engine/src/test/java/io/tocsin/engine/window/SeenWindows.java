package io.tocsin.engine.window;

import java.util.ArrayList;
import java.util.List;

/** Emitted windows of one key, as {@code start-end n=count}, with {@code update} behind an update. */
final class SeenWindows {
    private final List<String> rows = new ArrayList<>();

    WindowHandler handler() {
        return (slot, startNs, endNs, pane, isUpdate) ->
                rows.add(startNs + "-" + endNs + " n=" + Panes.count(pane) + (isUpdate ? " update" : ""));
    }

    List<String> rows() {
        return rows;
    }
}

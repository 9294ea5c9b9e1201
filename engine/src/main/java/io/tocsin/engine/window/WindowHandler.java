package io.tocsin.engine.window;

/** Receives the windows that close. */
public interface WindowHandler {
    /**
     * Receives a window with at least one sample, when it has closed or a late sample has changed it.
     *
     * @param slot of the key
     * @param startNs first instant of the window, epoch ns
     * @param endNs first instant after the window, epoch ns
     * @param pane address of the merged samples, valid during the call: {@link Panes#result}
     * @param isUpdate whether the window was emitted before
     */
    void onWindow(int slot, long startNs, long endNs, long pane, boolean isUpdate);
}

package io.tocsin.engine.window;

/** Gets the windows that close. */
public interface WindowHandler {
    /**
     * A window with at least one sample has closed, or a late sample has changed it since.
     *
     * @param slot of the key
     * @param startNs its first instant, epoch ns
     * @param endNs the first instant behind it, epoch ns
     * @param pane address of the merged samples, valid during the call: {@link Panes#result}
     * @param isUpdate whether the window was emitted before
     */
    void onWindow(int slot, long startNs, long endNs, long pane, boolean isUpdate);
}

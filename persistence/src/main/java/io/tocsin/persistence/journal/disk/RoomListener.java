package io.tocsin.persistence.journal.disk;

import java.util.function.Consumer;

/**
 * Listeners to the journal's wait for room on the device, both called by the journal's maintenance thread, so neither
 * may wait for the journal to continue.
 *
 * @param log takes one line for the operator when the wait begins, and one when it ends
 * @param onNoRoom may make room, by {@code Retention} for instance; called about once a second as long as the journal
 *     waits
 */
public record RoomListener(Consumer<String> log, Runnable onNoRoom) {
    /** Nobody. */
    public static final RoomListener NONE = new RoomListener(line -> {}, () -> {});
}

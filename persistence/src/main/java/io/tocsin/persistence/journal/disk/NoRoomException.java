package io.tocsin.persistence.journal.disk;

import java.io.IOException;

/** The device has no room beyond its reserve. Nothing was written; the call can be repeated. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message);
    }
}

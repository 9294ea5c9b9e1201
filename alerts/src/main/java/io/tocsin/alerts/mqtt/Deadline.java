package io.tocsin.alerts.mqtt;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes a socket when an operation on it takes too long. */
final class Deadline {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> end;

    private Deadline(ScheduledFuture<?> end) {
        this.end = end;
    }

    static Deadline in(long timeoutNs, BrokerSocket socket) {
        return new Deadline(TIMER.schedule(socket::abort, timeoutNs, TimeUnit.NANOSECONDS));
    }

    /** Whether the time is over. */
    boolean isPast() {
        return end.isDone() && !end.isCancelled();
    }

    /** Cancels the deadline: the work was done in time. */
    void lift() {
        end.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mqtt-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}

package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.engine.port.FailStop;

/**
 * Forces the alarm log on a thread of its own: the logging thread never waits for the disk, and all events logged
 * during one sync share the next.
 */
public final class LogForcer {
    private final AlarmLog log;
    private final long intervalNs;
    private final FailStop failStop;
    private final Thread thread = new Thread(this::run, "alarm-log-forcer");
    private final StopSignal stop = new StopSignal();

    /**
     * @param intervalNs longest delay of an event's sync, nanoseconds; 0: no delay
     * @param failStop called when a sync fails
     */
    public LogForcer(AlarmLog log, long intervalNs, FailStop failStop) {
        this.log = log;
        this.intervalNs = intervalNs;
        this.failStop = failStop;
    }

    /** Starts the thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Forces the remaining frames and ends the thread. */
    public void stop() throws InterruptedException {
        stop.set();
        log.logged().wakeAll();
        thread.join();
    }

    private void run() {
        try {
            while (!stop.isSet()) {
                log.logged().await(log.forced().sequence(), stop);
                if (log.logged().sequence() > log.forced().sequence()) {
                    stop.await(intervalNs);
                    log.force();
                }
            }
            log.force();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failStop.failed("alarm log", e);
        } catch (AlarmLogException e) {
            failStop.failed("alarm log", e);
        }
    }
}

package io.tocsin.gateway.log;

import java.util.Map;

/** Exhaustion of a resource of the system or the JVM, as one line with advice. */
public final class ResourceFault {
    private static final String OPTIONS = " in TOCSIN_JAVA_OPTS";
    /** By a part of the message of a {@link Throwable}. */
    private static final Map<String, String> ADVICE = Map.of(
            "native thread",
            "cannot create a thread; raise the limit of threads (ulimit -u, TasksMax= of the service, pids of the"
                    + " container) or give the machine more memory",
            "Too many open files",
            "cannot open a file; raise the limit of open files (ulimit -n, LimitNOFILE= of the service)",
            "irect buffer memory",
            "not enough direct memory for the state; raise -XX:MaxDirectMemorySize" + OPTIONS
                    + ", or lower engine.maxSensors",
            "of direct buffer",
            "not enough direct memory for the state; raise -XX:MaxDirectMemorySize" + OPTIONS
                    + ", or lower engine.maxSensors",
            "Java heap space",
            "not enough heap; raise -Xmx" + OPTIONS,
            "GC overhead limit",
            "not enough heap; raise -Xmx" + OPTIONS,
            "Metaspace",
            "not enough memory for classes; raise -XX:MaxMetaspaceSize" + OPTIONS,
            "Map failed",
            "no memory to map a file; give the machine or container more memory, or lift ulimit -v",
            "Cannot allocate memory",
            "the system has no memory left; give the machine or container more");

    /** With a smaller heap the JVM ends during a start, without advice. */
    private static final long LEAST_HEAP_BYTES = 24 << 20;

    private static final int MIB_SHIFT = 20;

    private ResourceFault() {}

    /**
     * Warning that the heap is too small for any command, or null.
     *
     * @param maxBytes greatest size of the heap
     */
    public static String ofHeap(long maxBytes) {
        return maxBytes >= LEAST_HEAP_BYTES
                ? null
                : "out of resources: not enough heap, " + (maxBytes >> MIB_SHIFT) + " MiB; raise -Xmx" + OPTIONS
                        + " to 32m or more";
    }

    /**
     * Names the exhausted resource in a line; null for any other failure.
     *
     * @param thrown the failure, whose causes are examined too
     */
    public static String line(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            for (Map.Entry<String, String> advice : ADVICE.entrySet()) {
                if (message.contains(advice.getKey())) {
                    return "out of resources: " + advice.getValue() + " ("
                            + message.replaceAll("\\p{Cntrl}+", " ").strip() + ")";
                }
            }
            if (cause instanceof OutOfMemoryError) {
                return "out of resources: " + message;
            }
        }
        return null;
    }
}

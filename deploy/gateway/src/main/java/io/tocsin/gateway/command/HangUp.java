package io.tocsin.gateway.command;

import io.tocsin.engine.log.LineLog;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Ignores SIGHUP with a log line: the signal asks a daemon to read its configuration again, but the gateway reads it
 * only at a start. Without this class the JVM would shut down.
 *
 * <p>Uses {@code sun.misc.Signal} by reflection, because the compiler warns of its name and warnings are errors.
 */
final class HangUp {
    private static final String SIGNAL = "HUP";

    private HangUp() {}

    /** Ignores the signal from now on. If that is impossible, a line says that SIGHUP ends the gateway. */
    static void ignore(LineLog log) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler tell = (proxy, method, arguments) -> tell(proxy, method, arguments, log);
            Object teller = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, tell);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL), teller);
        } catch (InvocationTargetException e) {
            cannotIgnore(e.getCause(), log);
        } catch (ReflectiveOperationException e) {
            cannotIgnore(e, log);
        }
    }

    private static void cannotIgnore(Throwable reason, LineLog log) {
        LineLog.warn(log, "SIGHUP cannot be ignored here and would end the gateway: " + reason.getMessage());
    }

    private static Object tell(Object proxy, Method method, Object[] arguments, LineLog log) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "SIGHUP is ignored";
            default -> {
                log.accept("SIGHUP ignored: the configuration is read only at a start; restart the gateway to apply"
                        + " changes");
                yield null;
            }
        };
    }
}

package io.tocsin.engine.function;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The functions that plans may name. Immutable; any thread.
 *
 * <p>A journal can need an older version of a function than the current plan. Both versions must be registered until a
 * snapshot has been taken under the new plan.
 */
public final class Functions {
    /** No functions: sufficient for plans that come from a configuration alone. */
    public static final Functions NONE = new Functions(Map.of());

    private final Map<String, Supplier<? extends KeyedProcessFunction>> suppliers;

    private Functions(Map<String, Supplier<? extends KeyedProcessFunction>> suppliers) {
        this.suppliers = suppliers;
    }

    /**
     * These functions and one more.
     *
     * @param supplier returns a new instance at every call
     * @throws IllegalArgumentException when the name already has this version
     */
    public Functions with(String name, int version, Supplier<? extends KeyedProcessFunction> supplier) {
        Map<String, Supplier<? extends KeyedProcessFunction>> more = new TreeMap<>(suppliers);
        add(more, id(name, version), supplier);
        return new Functions(more);
    }

    /**
     * These functions and others.
     *
     * @throws IllegalArgumentException when a name has the same version in both
     */
    public Functions with(Functions others) {
        Map<String, Supplier<? extends KeyedProcessFunction>> more = new TreeMap<>(suppliers);
        others.suppliers.forEach((id, supplier) -> add(more, id, supplier));
        return new Functions(more);
    }

    /**
     * Creates an instance.
     *
     * @param nodeName of the node that needs the function, for the message
     * @throws FunctionException when there is no such version of the function
     */
    public KeyedProcessFunction create(String nodeName, String name, int version) {
        Supplier<? extends KeyedProcessFunction> supplier = suppliers.get(id(name, version));
        if (supplier == null) {
            throw new FunctionException("the node " + nodeName + " needs the function " + id(name, version)
                    + ", which is not registered; registered=" + suppliers.keySet());
        }
        return Objects.requireNonNull(
                supplier.get(), () -> "the supplier returned null, function=" + id(name, version));
    }

    private static void add(
            Map<String, Supplier<? extends KeyedProcessFunction>> all,
            String id,
            Supplier<? extends KeyedProcessFunction> supplier) {
        if (all.put(id, Objects.requireNonNull(supplier)) != null) {
            throw new IllegalArgumentException("two functions have the same name and version, function=" + id);
        }
    }

    private static String id(String name, int version) {
        return name + '/' + version;
    }
}

package io.tocsin.gateway.fault;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.gateway.api.ActionRequest;
import io.tocsin.gateway.api.ApiClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operator who acts at random through the local API of a gateway that dies now and then, each time with an action id
 * of its own, and keeps what was answered. An action without an answer is not repeated.
 */
final class RandomOperator extends Thread {
    /** Alarms of the list that have an episode: alarm, sensor, state, id, event id. */
    private static final Pattern LISTED = Pattern.compile(
            "\\{\"alarm\":\"([^\"]*)\",\"sensor\":\"([^\"]*)\",\"state\":\"([^\"]*)\",\"id\":\"([^\"]*)\","
                    + "\"eventId\":\"([^\"]*)\"");

    private static final List<ActionKind> KINDS = List.of(ActionKind.values());
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int LONGEST_SHELF_MS = 1_500;

    private final Path dataDir;
    private final Map<String, List<String>> alarms;
    private final Random random;
    private final List<Sent> sent = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private ApiClient client;
    private volatile boolean isFinishing;
    private volatile Exception failure;

    /**
     * One action.
     *
     * @param answer null when none came
     */
    record Sent(String actionId, ApiClient.Answer answer) {}

    /**
     * Does nothing yet.
     *
     * @param dataDir of the gateway
     * @param alarms names of alarms, with the sensors that each one watches
     */
    RandomOperator(String name, Path dataDir, Map<String, List<String>> alarms, long seed) {
        super(name);
        this.dataDir = dataDir;
        this.alarms = alarms;
        this.random = new Random(seed);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            while (!isFinishing) {
                if (client == null) {
                    connect();
                } else {
                    act();
                }
                LockSupport.parkNanos((long) (random.nextDouble() * PAUSE_NS));
            }
        } catch (InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    /** How many actions were answered so far. Any thread. */
    int answeredCount() {
        return answered.get();
    }

    /** Ends, and returns what was sent. */
    List<Sent> finish() throws InterruptedException {
        isFinishing = true;
        join();
        if (failure != null) {
            throw new AssertionError("an operator failed", failure);
        }
        return sent;
    }

    private void connect() {
        try {
            client = ApiClient.of(dataDir);
        } catch (IOException e) {
            client = null; // the file of a gateway that was killed, or is writing it: again after the pause
        }
    }

    private void act() throws InterruptedException {
        OperatorAction action = next();
        if (action == null) {
            return;
        }
        ApiClient.Answer answer = null;
        try {
            answer = client.post("alarms/" + action.kind().word(), ActionRequest.json(action));
        } catch (ApiClient.NoGateway e) {
            client = null;
            return; // not sent
        } catch (IOException e) {
            client = null;
        }
        sent.add(new Sent(action.actionId(), answer));
        if (answer != null) {
            answered.incrementAndGet();
        }
    }

    /** Random action, half of them on an episode that the list shows; null when the list did not come. */
    private OperatorAction next() throws InterruptedException {
        ActionKind kind = KINDS.get(random.nextInt(KINDS.size()));
        if (kind == ActionKind.OUT_OF_SERVICE && random.nextBoolean()) {
            kind = ActionKind.ACKNOWLEDGE; // otherwise most alarms are out of service most of the time
        } else if (kind == ActionKind.DECOMMISSION && random.nextInt(4) != 0) {
            kind = ActionKind.IN_SERVICE;
        }
        List<String> names = alarms.keySet().stream().sorted().toList();
        String alarm = names.get(random.nextInt(names.size()));
        List<String> sensors = alarms.get(alarm);
        OperatorAction action = OperatorAction.on(kind, alarm, sensors.get(random.nextInt(sensors.size())), getName());
        if (random.nextBoolean()) {
            action = onListed(action);
        }
        if (action == null) {
            return null;
        }
        if (action.kind() == ActionKind.SHELVE) {
            action = action.lasting(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(LONGEST_SHELF_MS)));
        }
        return action.named(getName() + "-" + sent.size()).because("reason " + sent.size());
    }

    private OperatorAction onListed(OperatorAction action) throws InterruptedException {
        String list;
        try {
            list = client.get("alarms").body();
        } catch (IOException e) {
            client = null;
            return null;
        }
        List<OperatorAction> listed = new ArrayList<>();
        Matcher matcher = LISTED.matcher(list);
        while (matcher.find()) {
            listed.add(OperatorAction.on(kind(action, matcher.group(3)), matcher.group(1), matcher.group(2), getName())
                    .of(matcher.group(4), random.nextBoolean() ? matcher.group(5) : ""));
        }
        return listed.isEmpty() ? action : listed.get(random.nextInt(listed.size()));
    }

    /** The action's kind, or what a latched alarm waits for. */
    private ActionKind kind(OperatorAction action, String state) {
        if (!state.startsWith("LATCHED") || random.nextBoolean()) {
            return action.kind();
        }
        return state.equals("LATCHED_ACKNOWLEDGED") ? ActionKind.RESET : ActionKind.ACKNOWLEDGE;
    }
}

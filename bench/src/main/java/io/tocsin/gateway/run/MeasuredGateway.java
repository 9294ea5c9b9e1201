package io.tocsin.gateway.run;

import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.config.GatewayConfig;
import java.util.function.UnaryOperator;

/**
 * A gateway with an instrument between its engine and its journal. This class is in the gateway's package because only
 * a bench may use that access.
 */
public final class MeasuredGateway {
    private MeasuredGateway() {}

    /** Opens one. */
    public static Gateway open(GatewayConfig config, FailStop failStop, UnaryOperator<Journal> instrument) {
        return Gateway.open(
                config, System.err::println, failStop, Surroundings.ofProcess().withJournalFront(instrument));
    }
}

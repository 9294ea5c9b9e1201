package io.tocsin.gateway.config.alarm;

import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;

/**
 * Collects warnings of a kind of alarm about rules that can run but are probably mistakes, and has the facts of the
 * whole file that it needs.
 *
 * @param idleAfterNs silence after which a sensor's time advances with the clock
 * @param mayGiveNumbersAsTexts whether some source can deliver a number as a text
 */
public record AlarmWarnings(Problems problems, long idleAfterNs, boolean mayGiveNumbersAsTexts) {
    void warn(Item where, String what) {
        problems.warn(where, what);
    }
}

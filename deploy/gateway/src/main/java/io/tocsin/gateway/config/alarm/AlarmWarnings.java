package io.tocsin.gateway.config.alarm;

import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;

/**
 * Where a kind of alarm reports rules that can run and are probably not meant, and the facts of the whole file that it
 * needs.
 *
 * @param idleAfterNs after how long a silence a sensor's time advances by the clock
 * @param mayGiveNumbersAsTexts whether some source can deliver a number as a text
 */
public record AlarmWarnings(Problems problems, long idleAfterNs, boolean mayGiveNumbersAsTexts) {
    void warn(Item where, String what) {
        problems.warn(where, what);
    }
}

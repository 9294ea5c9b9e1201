package io.tocsin.engine.board;

/**
 * The identity of an episode within its alarm and sensor.
 *
 * @param version of the rule
 * @param raisedNs event time of the raise, epoch ns
 * @param occurrence number among the raises at that time, from 1
 */
record Episode(int version, long raisedNs, int occurrence) {}

/**
 * Operator actions: what people do to alarms, as values that the journal holds.
 *
 * <pre>
 *    door (command line, HTTP, MQTT) ── OperatorAction ──► ActionDoor ──► journal, fold
 *                                          ActionKind         │
 *    door ◄──────── ActionReply, with a Refusal or none ◄─────┘ once the action is journalled and answered
 * </pre>
 *
 * All doors share these types, so a refusal has the same code everywhere.
 */
package io.tocsin.engine.action;

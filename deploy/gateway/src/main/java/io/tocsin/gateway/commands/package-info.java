/**
 * Operator actions over MQTT.
 *
 * <pre>
 *    broker ──► MqttCommands (connection) ──► CommandDesk ──► api.ActionRequest ──► engine.action.ActionDoor
 *       ▲                                         │                                         │
 *       └──────── response topic ◄────────────────┴──────── api.ActionAnswer, api.Problem ◄─┘
 * </pre>
 *
 * Off unless configured. The broker says who may publish commands; {@code allow} says which names they may use.
 */
package io.tocsin.gateway.commands;

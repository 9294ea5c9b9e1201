/**
 * Outbox of each sink: a durable cursor in the alarm log and a thread that delivers from there. The log is the queue,
 * so a sink that is down needs no memory and delays no other sink.
 */
package io.tocsin.alerts.outbox;

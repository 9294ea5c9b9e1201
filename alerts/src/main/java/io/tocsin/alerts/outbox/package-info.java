/**
 * One outbox a sink: a durable cursor over the alarm log and a thread that delivers from there. The log is the queue,
 * so a sink that is down costs no memory and holds up nobody.
 */
package io.tocsin.alerts.outbox;

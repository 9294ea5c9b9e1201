/** Takes alarms and the rows of streams out of the engine: life cycle, alarm log, outboxes and sinks. */
package io.tocsin.alerts;

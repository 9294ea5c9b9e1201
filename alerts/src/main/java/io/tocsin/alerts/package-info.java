/** Takes alarms out of the engine: life cycle, alarm log, outboxes and sinks. */
package io.tocsin.alerts;

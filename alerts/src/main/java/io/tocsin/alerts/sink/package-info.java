/** Destinations of alarm events and rows, each an implementation of {@link io.tocsin.alerts.sink.Sink}. */
package io.tocsin.alerts.sink;

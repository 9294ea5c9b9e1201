/** The ways out: what can deliver alarm events and rows, each behind {@link io.tocsin.alerts.sink.Sink}. */
package io.tocsin.alerts.sink;

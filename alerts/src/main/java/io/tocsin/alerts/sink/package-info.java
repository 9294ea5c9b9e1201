/** The ways out: what can deliver alarm events, each behind {@link io.tocsin.alerts.sink.Sink}. */
package io.tocsin.alerts.sink;

/** The embedded MQTT broker, for the demo and small, closed installations. */
package io.tocsin.ingest.broker;

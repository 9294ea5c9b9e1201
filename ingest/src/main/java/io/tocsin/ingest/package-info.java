/** Brings readings to the engine: MQTT, files, generated rates and the embedded broker. */
package io.tocsin.ingest;

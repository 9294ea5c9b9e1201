/** MQTT brokers as sources and sinks both see them: their addresses, and their certificates in words. */
package io.tocsin.engine.broker;

/** The demonstration: a simulated hall of presses that publishes over real MQTT. */
package io.tocsin.gateway.demo;

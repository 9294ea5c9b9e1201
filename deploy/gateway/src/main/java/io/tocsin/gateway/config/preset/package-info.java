/**
 * Presets: mappings for devices and gateways that ship as data. Each is one YAML file beside this package: the device,
 * a line of documentation, a sample with the readings that are right, and the keys of a topic. To add one, add the file
 * and its name to {@code index.txt}; a test reads every sample.
 */
package io.tocsin.gateway.config.preset;

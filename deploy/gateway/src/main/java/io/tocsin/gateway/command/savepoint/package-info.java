/**
 * {@code tocsin savepoint} and {@code tocsin snapshot}: the state of a gateway, kept under a name or by the gateway
 * itself.
 */
package io.tocsin.gateway.command.savepoint;

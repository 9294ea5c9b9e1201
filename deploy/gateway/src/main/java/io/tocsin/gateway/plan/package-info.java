/** The plan of a gateway, drawn for people. */
package io.tocsin.gateway.plan;

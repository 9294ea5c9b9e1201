/** External form of alarm events and rows: JSON object, message, identity. */
package io.tocsin.alerts.event;

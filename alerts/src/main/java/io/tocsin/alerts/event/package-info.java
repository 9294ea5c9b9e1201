/** An alarm event or row as people and programs outside see it: its JSON object, its message, its identity. */
package io.tocsin.alerts.event;

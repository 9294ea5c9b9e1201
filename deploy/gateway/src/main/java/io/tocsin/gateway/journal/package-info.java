/** What people see of a journal: its segments, and its records as JSON. */
package io.tocsin.gateway.journal;

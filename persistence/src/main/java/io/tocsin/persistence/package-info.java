/** Stores readings and state: the journal on Chronicle Queue, snapshots, retention, verification. */
package io.tocsin.persistence;

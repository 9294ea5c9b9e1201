/** The training run for the archive of classes that the launcher makes. */
package io.tocsin.gateway.archive;

/** Pipelines built in Java. Begin with {@link io.tocsin.examples.DoorWatch}; docs/java-api.md explains. */
package io.tocsin.examples;

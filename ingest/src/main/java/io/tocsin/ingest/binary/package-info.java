/**
 * Readers of binary documents, which report members as the JSON reader does.
 *
 * <pre>
 *   BinaryReader ─ CborReader          RFC 8949
 *                └ MessagePackReader   MessagePack with the timestamp extension
 * </pre>
 */
package io.tocsin.ingest.binary;

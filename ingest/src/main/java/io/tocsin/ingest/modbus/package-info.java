/**
 * Readings polled from Modbus TCP devices.
 *
 * <pre>
 *   the source's thread                                             the link's thread
 *   ModbusSource ─ PollGroup (due?) ─ Poll ─ ReadRequest ─ ModbusLink ─ SocketTransport ─ device
 *       │                               └ PolledSensor                     │
 *       └── ReadingBatch ◄── reading? ◄── RegisterDecoder ◄── data ────────┘
 *
 *   PollPlanner: PollGroupConfig → the fewest ReadRequests, at construction and for `tocsin check`
 * </pre>
 *
 * {@code ModbusLink} and {@code SocketTransport} alone use the Modbus library; it is loaded by the first Modbus source.
 */
package io.tocsin.ingest.modbus;

/**
 * The device below the journal: room, forcing, the lock.
 *
 * <pre>
 *    DiskSpace ── reserves for one file ── DiskReserve: space of the device that stays free
 *         └─ NoRoomException ──► RoomGate: the journal thread waits ──► RoomListener: a log line for the operator
 *    Forcer: from the operating system's cache to the device        DataExtents: where a file's data ends
 *    DataDirectoryLock: one gateway in a data directory
 * </pre>
 */
package io.tocsin.persistence.journal.disk;

// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

/**
 * How the listener's sockets are at a moment.
 *
 * @param isListening whether new connections are accepted
 * @param connections open ones
 * @param paused of these, that are not read at present, for somebody is behind
 * @param inboundBytes received and not handled yet, of all connections
 * @param outboundBytes not taken by the kernel yet, of all connections
 * @param brokenPeers connections ended so far before the broker saw a frame: too large, of another
 *     protocol, or too late
 * @param directBytes memory of the sockets' buffers outside of the heap, in use or pooled
 */
public record SocketFigures(
    boolean isListening,
    int connections,
    int paused,
    long inboundBytes,
    long outboundBytes,
    long brokenPeers,
    long directBytes) {}

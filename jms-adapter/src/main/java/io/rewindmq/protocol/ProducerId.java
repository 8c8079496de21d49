// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/**
 * Who numbers messages: one session of one connection. The same pair goes on after a reconnect.
 *
 * @param connectionId random number of the connection, chosen by the client
 * @param number number of the session within the connection
 */
public record ProducerId(long connectionId, long number) {}

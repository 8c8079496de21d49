// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

/**
 * How those who guess passwords are slowed down at a moment.
 *
 * @param pairs of user and machine whose last logins have failed
 * @param pairsMax how many are remembered
 * @param waiting of these pairs, so many have to wait before they may try again
 */
public record LoginThrottle(long pairs, long pairsMax, long waiting) {}

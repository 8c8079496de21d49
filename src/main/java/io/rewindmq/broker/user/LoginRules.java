// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

/**
 * Who may come in without being known.
 *
 * @param isAnonymousAllowed clients of messaging without user and password are taken although users
 *     exist
 * @param mustHaveUsers nobody comes in as long as no user exists; else everybody on this machine
 *     does
 */
public record LoginRules(boolean isAnonymousAllowed, boolean mustHaveUsers) {}

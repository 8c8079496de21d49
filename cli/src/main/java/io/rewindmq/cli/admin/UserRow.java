// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One line of the list of users.
 *
 * @param enabled false = may not log in
 * @param created in UTC
 * @param changed when the password was changed last, in UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UserRow(String name, boolean enabled, String created, String changed) {}

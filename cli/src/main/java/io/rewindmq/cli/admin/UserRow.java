// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of users.
 *
 * @param enabled false = may not log in
 * @param oneTime the password was given out and must be changed first
 * @param created in UTC
 * @param changed when the password was changed last, in UTC
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UserRow(
    String name,
    boolean enabled,
    boolean oneTime,
    @Nullable List<String> roles,
    String created,
    String changed) {}

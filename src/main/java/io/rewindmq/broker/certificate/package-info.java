// SPDX-License-Identifier: Apache-2.0

/** Logins by the certificate that a client has shown instead of a user and a password. */
@NullMarked
package io.rewindmq.broker.certificate;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/** Certificates, for commands that talk HTTPS or need a certificate of their own. */
@NullMarked
package io.rewindmq.cli.tls;

import org.jspecify.annotations.NullMarked;

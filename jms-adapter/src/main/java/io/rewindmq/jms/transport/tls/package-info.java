// SPDX-License-Identifier: Apache-2.0

/** Connections over TLS: whom the client trusts, who it is, and what to say when that fails. */
@NullMarked
package io.rewindmq.jms.transport.tls;

import org.jspecify.annotations.NullMarked;

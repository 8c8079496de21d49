// SPDX-License-Identifier: Apache-2.0

/** What the client says of itself. */
@NullMarked
package io.rewindmq.jms.provider;

import org.jspecify.annotations.NullMarked;

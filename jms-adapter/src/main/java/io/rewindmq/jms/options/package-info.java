// SPDX-License-Identifier: Apache-2.0

/** The broker's address and the client's options as a URL gives them. */
@NullMarked
package io.rewindmq.jms.options;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/** What can go wrong below the protocol, and who is told. */
@NullMarked
package io.rewindmq.platform.fault;

import org.jspecify.annotations.NullMarked;

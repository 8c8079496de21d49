// SPDX-License-Identifier: Apache-2.0

/** The client's bookkeeping as pure state: buffers, credit, acknowledgements, unconfirmed sends. */
@NullMarked
package io.rewindmq.jms.engine;

import org.jspecify.annotations.NullMarked;

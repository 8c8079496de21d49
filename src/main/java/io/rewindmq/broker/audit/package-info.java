// SPDX-License-Identifier: Apache-2.0

/** What administrators have done, or tried to do, on record. */
@NullMarked
package io.rewindmq.broker.audit;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/** The other side of the client, for its tests. */
@NullMarked
package io.rewindmq.jms.testkit;

import org.jspecify.annotations.NullMarked;

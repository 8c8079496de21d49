// SPDX-License-Identifier: Apache-2.0

/** The classic JMS objects over one link to the broker. */
@NullMarked
package io.rewindmq.jms.session;

import org.jspecify.annotations.NullMarked;

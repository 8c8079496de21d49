// SPDX-License-Identifier: Apache-2.0

/** How administered objects describe themselves to JNDI; knows no other package of the client. */
@NullMarked
package io.rewindmq.jms.jndi.reference;

import org.jspecify.annotations.NullMarked;

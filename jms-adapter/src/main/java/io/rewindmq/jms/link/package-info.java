// SPDX-License-Identifier: Apache-2.0

/**
 * One logical connection to a broker: requests, replies, signs of life, and new wires for lost
 * ones.
 */
@NullMarked
package io.rewindmq.jms.link;

import org.jspecify.annotations.NullMarked;

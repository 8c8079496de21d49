// SPDX-License-Identifier: Apache-2.0

/**
 * An online store on RewindMQ: orders, three applications, a crash in the middle and a rewind at
 * the end. Everything that talks to the broker here is plain {@code jakarta.jms} code.
 */
@NullMarked
package io.rewindmq.cli.demo;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

/** A message that was sent, durably. */
public record SentMessage(String messageId) {}

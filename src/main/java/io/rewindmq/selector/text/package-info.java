// SPDX-License-Identifier: Apache-2.0

/** Strings as they lie in a message, in UTF-8: walked, looked up and matched without decoding. */
@NullMarked
package io.rewindmq.selector.text;

import org.jspecify.annotations.NullMarked;

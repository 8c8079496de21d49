// SPDX-License-Identifier: Apache-2.0

/** The container image, made without a container engine. */
@NullMarked
package io.rewindmq.dist.image;

import org.jspecify.annotations.NullMarked;

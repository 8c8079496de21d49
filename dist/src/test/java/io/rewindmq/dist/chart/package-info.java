// SPDX-License-Identifier: Apache-2.0

/** The Helm chart: rendered by Helm itself, judged object by object, and run. */
@NullMarked
package io.rewindmq.dist.chart;

import org.jspecify.annotations.NullMarked;

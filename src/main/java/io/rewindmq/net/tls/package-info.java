// SPDX-License-Identifier: Apache-2.0

/**
 * TLS of the listeners: certificates and keys out of PEM files, looked at again while the broker
 * runs, and what a connection goes through before its first frame.
 */
@NullMarked
package io.rewindmq.net.tls;

import org.jspecify.annotations.NullMarked;

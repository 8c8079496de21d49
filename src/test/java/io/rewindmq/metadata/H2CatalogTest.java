// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.test.junit.QuarkusTest;

/** The catalog on the embedded database. */
@QuarkusTest
class H2CatalogTest extends CatalogContract {}

/// What documents of the desired state look like, as a tree that a description of the API is
/// written from. Nobody writes it down: [io.hnvgateway.provider.json.ResourceSchemas] asks the
/// readers.
@NullMarked
package io.hnvgateway.provider.schema;

import org.jspecify.annotations.NullMarked;

/// Connection string, resource model and the service-provider interface of controllers.
@NullMarked
package io.hnvgateway.provider;

import org.jspecify.annotations.NullMarked;

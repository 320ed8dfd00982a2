/// The contract between gateway and speaker: what `speaker.proto` describes, and [Nlri], the form
/// of its prefixes. All other classes of this package are generated.
@NullMarked
package io.hnvgateway.bgp.contract;

import org.jspecify.annotations.NullMarked;

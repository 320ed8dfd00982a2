/// The northbound API (MS-NCNBI, and own collections) as requests and answers, whatever carries
/// them. Design: `docs/decisions/032-management.md`.
@NullMarked
package io.hnvgateway.app.api;

import org.jspecify.annotations.NullMarked;

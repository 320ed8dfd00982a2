/// The connection string: what a gateway is started with and what a controller opens it by.
///
/// ```
///   string  = [ pair ] *( ";" [ pair ] )          empty pairs are skipped
///   pair    = key ( "=" / "==" ) value            white space, line ends too, is allowed around everything
///   key     = 1*( letter / digit )                in any case; each at most once
///   value   = quoted / *( any except ";" )
///   quoted  = DQUOTE *( any except DQUOTE / DQUOTE DQUOTE ) DQUOTE
/// ```
///
/// **Quoting.** A value that holds `;`, starts with `=` or has white space at its ends stands in
/// double quotes; a double quote in it is doubled: `BackendSwitch="Switch ""A""; left"`. A value
/// that does not start with a double quote is taken as it is.
///
/// [io.hnvgateway.provider.connection.ConnectionKeys] lists the keys, those of the Windows gateway
/// and our own. Every fault names key, column (1-based; in a text of several lines the line too),
/// rule and hint; the value of an unknown key is never repeated, since it may be a secret.
@NullMarked
package io.hnvgateway.provider.connection;

import org.jspecify.annotations.NullMarked;

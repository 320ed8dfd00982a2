package io.hnvgateway.provider.policy;

/// A piece of a script.
///
/// @param line from 1
/// @param text of a [Kind#PARAMETER] its name without `-`; of a [Kind#FAULT] what is wrong
/// @param attached a parameter that its value follows at once, as in `-Rule:x`
record ScriptToken(Kind kind, String text, int line, boolean attached) {
    /// What it is.
    enum Kind {
        /// A bare or quoted text.
        TEXT,
        PARAMETER,
        /// Something that only PowerShell could evaluate.
        EXPRESSION,
        /// End of a statement.
        END,
        FAULT
    }

    ScriptToken(Kind kind, String text, int line) {
        this(kind, text, line, false);
    }
}

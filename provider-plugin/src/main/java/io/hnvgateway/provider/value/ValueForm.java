package io.hnvgateway.provider.value;

import java.util.List;

/// What the texts look like that a [ValueParser] takes, for those who must say it beforehand.
public sealed interface ValueForm {

    /// @param format what a value of it is called, as `ipv4`; empty: any text
    record Text(String format) implements ValueForm {}

    /// A whole number within these bounds.
    record WholeNumber(long min, long max) implements ValueForm {}

    /// True or False.
    record Truth() implements ValueForm {}

    /// One of these words, in any case.
    record Choice(List<String> words) implements ValueForm {
        public Choice {
            words = List.copyOf(words);
        }
    }
}

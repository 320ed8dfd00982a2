package io.hnvgateway.lab.netns;

/// What a program left: its exit status (124 when it was ended for taking too long) and what it
/// printed, errors included.
public record Result(int status, String output) {
    public static final int TIMED_OUT = 124;

    public boolean succeeded() {
        return status == 0;
    }

    /// The last line that is not blank, for one-line reports.
    public String lastLine() {
        String text = output.strip();
        return text.substring(text.lastIndexOf('\n') + 1).strip();
    }
}

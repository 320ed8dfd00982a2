package io.hnvgateway.provider.value;

/// AS numbers, both ends included, such as `65001` or `64512-65534`. Its ends may be reserved
/// numbers: those stand in AS paths of others.
public record AsNumberRange(long first, long last) {
    private static final long MOST = 0xffff_ffffL;

    public static AsNumberRange parse(String text) {
        int dash = text.indexOf('-');
        long first = number(dash < 0 ? text : text.substring(0, dash).strip());
        long last = dash < 0 ? first : number(text.substring(dash + 1).strip());
        if (first > last) {
            throw new InvalidValueException("must be a range", "its lower number first");
        }
        return new AsNumberRange(first, last);
    }

    private static long number(String text) {
        return text.indexOf('.') < 0
                ? Values.longInteger(1, MOST).parse(text)
                : AsNumber.parse(text).value();
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}

package io.hnvgateway.bgp.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An AS path (RFC 4271 §5.1.2): segments of AS numbers, the nearest AS first.
///
/// Held as one array: before each segment's numbers a word with its kind (high half) and length
/// (low half).
public final class AsPath {
    /// What RFC 4271 §4.3 and RFC 5065 §3 number 1 to 4.
    public enum Kind {
        SET(1),
        SEQUENCE(2),
        CONFEDERATION_SEQUENCE(3),
        CONFEDERATION_SET(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        private static Kind of(int code) {
            return switch (code) {
                case 1 -> SET;
                case 2 -> SEQUENCE;
                case 3 -> CONFEDERATION_SEQUENCE;
                default -> CONFEDERATION_SET;
            };
        }

        boolean isConfederation() {
            return this == CONFEDERATION_SEQUENCE || this == CONFEDERATION_SET;
        }
    }

    /// Of one kind; 1..255 numbers.
    public record Segment(Kind kind, List<Asn> numbers) {
        public Segment {
            numbers = List.copyOf(numbers);
            if (numbers.isEmpty() || numbers.size() > LONGEST_SEGMENT) {
                throw new IllegalArgumentException(
                        "a segment of " + numbers.size() + " AS numbers: 1.." + LONGEST_SEGMENT);
            }
        }
    }

    /// AS numbers in all that a path may have: as many as a message of 4096 octets can carry.
    public static final int LONGEST = 1024;

    /// A path within one AS.
    public static final AsPath EMPTY = new AsPath(new int[0]);

    private static final int LONGEST_SEGMENT = 255;

    private final int[] words;

    private AsPath(int[] words) {
        this.words = words;
    }

    /// One sequence; longer than 255, several.
    public static AsPath sequence(List<Asn> numbers) {
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += LONGEST_SEGMENT) {
            int to = Math.min(numbers.size(), from + LONGEST_SEGMENT);
            segments.add(new Segment(Kind.SEQUENCE, numbers.subList(from, to)));
        }
        return of(segments);
    }

    public static AsPath sequence(long... numbers) {
        return sequence(Arrays.stream(numbers).mapToObj(Asn::new).toList());
    }

    /// @throws IllegalArgumentException past [#LONGEST]
    public static AsPath of(List<Segment> segments) {
        int size = 0;
        for (Segment segment : segments) {
            size += 1 + segment.numbers.size();
            if (size > LONGEST + segments.size() || segments.size() > LONGEST) {
                throw new IllegalArgumentException(
                        "an AS path has at most " + LONGEST + " AS numbers");
            }
        }
        int[] words = new int[size];
        int at = 0;
        for (Segment segment : segments) {
            words[at++] = segment.kind.code << 16 | segment.numbers.size();
            for (Asn number : segment.numbers) {
                words[at++] = number.bits();
            }
        }
        return size == 0 ? EMPTY : new AsPath(words);
    }

    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            List<Asn> numbers = new ArrayList<>(length(at));
            for (int i = at + 1; i <= at + length(at); i++) {
                numbers.add(Asn.ofBits(words[i]));
            }
            segments.add(new Segment(kind(at), numbers));
        }
        return List.copyOf(segments);
    }

    /// As the decision process counts: a set is 1 (RFC 4271 §9.1.2.2 a), a confederation's segment
    /// nothing (RFC 5065 §5.3).
    public int hops() {
        int hops = 0;
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            hops +=
                    switch (kind(at)) {
                        case SEQUENCE -> length(at);
                        case SET -> 1;
                        case CONFEDERATION_SEQUENCE, CONFEDERATION_SET -> 0;
                    };
        }
        return hops;
    }

    /// AS numbers in all, those of sets one by one.
    public int size() {
        int size = 0;
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            size += length(at);
        }
        return size;
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    /// The nearest AS as its number, or 0: the path is empty or begins with a set.
    public long firstOrZero() {
        return words.length > 0 && kind(0) == Kind.SEQUENCE ? Integer.toUnsignedLong(words[1]) : 0;
    }

    /// The AS that the route came from in the beginning, or 0: the path is empty or ends with a
    /// set.
    public long originOrZero() {
        int last = 0;
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            last = at;
        }
        return words.length > 0 && kind(last) == Kind.SEQUENCE
                ? Integer.toUnsignedLong(words[words.length - 1])
                : 0;
    }

    public int count(Asn asn) {
        int count = 0;
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            for (int i = at + 1; i <= at + length(at); i++) {
                count += words[i] == asn.bits() ? 1 : 0;
            }
        }
        return count;
    }

    public boolean contains(Asn asn) {
        return count(asn) > 0;
    }

    /// Whether any of its numbers lies in the range, both ends included.
    public boolean containsAny(Asn lowest, Asn highest) {
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            for (int i = at + 1; i <= at + length(at); i++) {
                long number = Integer.toUnsignedLong(words[i]);
                if (number >= lowest.value() && number <= highest.value()) {
                    return true;
                }
            }
        }
        return false;
    }

    public boolean hasConfederation() {
        for (int at = 0; at < words.length; at += 1 + length(at)) {
            if (kind(at).isConfederation()) {
                return true;
            }
        }
        return false;
    }

    /// With `asn` put before it `times` times, as a speaker does that passes it on (RFC 4271 §5.1.2
    /// b).
    ///
    /// @throws IllegalArgumentException past [#LONGEST]
    public AsPath prepend(Asn asn, int times) {
        List<Segment> segments = new ArrayList<>(segments());
        for (int i = 0; i < times; i++) {
            boolean joins =
                    !segments.isEmpty()
                            && segments.getFirst().kind == Kind.SEQUENCE
                            && segments.getFirst().numbers.size() < LONGEST_SEGMENT;
            List<Asn> numbers = new ArrayList<>();
            numbers.add(asn);
            if (joins) {
                numbers.addAll(segments.removeFirst().numbers);
            }
            segments.addFirst(new Segment(Kind.SEQUENCE, numbers));
        }
        return of(segments);
    }

    private Kind kind(int at) {
        return Kind.of(words[at] >>> 16);
    }

    private int length(int at) {
        return words[at] & 0xffff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AsPath path && Arrays.equals(words, path.words);
    }

    @Override
    public int hashCode() {
        SeededHash hash = new SeededHash();
        for (int word : words) {
            hash.add(word);
        }
        return hash.value();
    }

    /// Numbers joined by spaces; a set in braces, a confederation's in round or square brackets.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments()) {
            String joined =
                    String.join(
                            segment.kind == Kind.SEQUENCE ? " " : ",",
                            segment.numbers.stream().map(Asn::toString).toList());
            text.append(text.isEmpty() ? "" : " ")
                    .append(
                            switch (segment.kind) {
                                case SEQUENCE -> joined;
                                case SET -> "{" + joined + "}";
                                case CONFEDERATION_SEQUENCE -> "(" + joined + ")";
                                case CONFEDERATION_SET -> "[" + joined + "]";
                            });
        }
        return text.toString();
    }
}

package io.hnvgateway.lab.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What came of one direction of a datagram stream.
///
/// @param greetings of the sender's before it numbered what it sent, not in `sent`
/// @param gaps numbers that did not arrive, those after the last that did included
/// @param hostDrops of them, what the receiving host's kernel dropped for want of room
/// @param peers addresses and ports under which the receiver saw the sender
public record Datagrams(
        int sent,
        int greetings,
        int received,
        int twice,
        List<Gap> gaps,
        long hostDrops,
        int peers) {
    public Datagrams {
        gaps = List.copyOf(gaps);
    }

    static Datagrams of(Map<String, String> sender, Map<String, String> receiver) {
        int sent = number(sender, "sent");
        List<Gap> gaps = new ArrayList<>();
        for (String gap : receiver.getOrDefault("gaps", "").split("/", -1)) {
            if (!gap.isEmpty()) {
                String[] words = gap.split(",", -1);
                gaps.add(
                        new Gap(
                                Integer.parseInt(words[0]),
                                Integer.parseInt(words[1]),
                                Long.parseLong(words[2]),
                                Long.parseLong(words[3])));
            }
        }
        int end = number(receiver, "end");
        if (end < sent) {
            long lastNs = Long.parseLong(receiver.getOrDefault("last-sent-ns", "0"));
            gaps.add(new Gap(end, sent - 1, lastNs, Long.MAX_VALUE));
        }
        return new Datagrams(
                sent,
                number(sender, "greetings"),
                number(receiver, "received"),
                number(receiver, "twice"),
                gaps,
                number(receiver, "host-drops"),
                number(receiver, "peers"));
    }

    private static int number(Map<String, String> facts, String name) {
        return Integer.parseInt(facts.getOrDefault(name, "0"));
    }

    public int lost() {
        return sent - received;
    }

    /// What the way lost, not the host at its end.
    public long lostOnTheWay() {
        return lost() - Math.min(lost(), hostDrops);
    }

    @Override
    public String toString() {
        return "%d of %d lost%s%s"
                .formatted(
                        lost(),
                        sent,
                        gaps.isEmpty() ? "" : " " + gaps,
                        hostDrops == 0 ? "" : ", %d by the host".formatted(hostDrops));
    }
}

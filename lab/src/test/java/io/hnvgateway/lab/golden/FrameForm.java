package io.hnvgateway.lab.golden;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A frame with what the gateway may choose freely taken out.
///
/// @param text hexadecimal, layer by layer
/// @param checksumsValid of the IPv4 headers whose identification was taken out
/// @param fragmentIdentification of the innermost IPv4 header if that is a fragment, else -1
public record FrameForm(String text, boolean checksumsValid, int fragmentIdentification) {
    private static final int ETHERNET_BYTES = 14;
    private static final int NVGRE_BYTES = 8;
    private static final int TAG_BYTES = 4;
    private static final int IPV6_BYTES = 40;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int UDP = 17;
    private static final int ESP_IN_UDP = 4500;
    private static final int NVGRE = 0x2000_6558;

    public static FrameForm of(byte[] frame) {
        var form = new Builder(frame.clone());
        form.ethernet(0);
        return form.build();
    }

    private static final class Builder {
        private final byte[] bytes;
        private final ByteBuffer frame;
        private final StringBuilder text = new StringBuilder();
        private boolean valid = true;
        private int identification = -1;
        private int written;

        Builder(byte[] bytes) {
            this.bytes = bytes;
            frame = ByteBuffer.wrap(bytes);
        }

        void ethernet(int at) {
            int ip = at + ETHERNET_BYTES;
            while (isTag(type(ip))) {
                ip += TAG_BYTES;
            }
            if (type(ip) == IPV4 && frame.limit() >= ip + 20) {
                layer(ip);
                ipv4(ip);
            } else if (type(ip) == IPV6 && frame.limit() >= ip + IPV6_BYTES) {
                layer(ip);
                layer(ip + IPV6_BYTES);
                if (frame.get(ip + 6) == GRE) {
                    tunnel(ip + IPV6_BYTES);
                }
            }
        }

        /// The EtherType in front of what begins there, or -1 in a frame that ends before.
        private int type(int payload) {
            return payload <= frame.limit() ? frame.getShort(payload - 2) & 0xffff : -1;
        }

        private static boolean isTag(int type) {
            return type == VLAN || type == SERVICE_VLAN;
        }

        private void ipv4(int ip) {
            int flags = frame.getShort(ip + 6);
            int payload = ip + (frame.get(ip) & 15) * 4;
            boolean fragment = (flags & 0x3fff) != 0;
            identification = fragment ? frame.getShort(ip + 4) & 0xffff : -1;
            boolean free = (flags & 0x4000) == 0 || isEsp(ip, payload);
            if (free && payload <= frame.limit()) {
                valid &= sum(ip, payload) == 0xffff;
                frame.putShort(ip + 4, (short) 0).putShort(ip + 10, (short) 0);
            }
            boolean tunnelled = frame.get(ip + 9) == GRE && !fragment;
            if (payload <= frame.limit()) {
                layer(payload);
            }
            if (tunnelled) {
                tunnel(payload);
            }
        }

        /// Its identification says nothing where DF is set (RFC 6864 §4.1), and each worker has its
        /// own.
        private boolean isEsp(int ip, int payload) {
            int protocol = frame.get(ip + 9);
            return protocol == ESP
                    || (protocol == UDP
                            && payload + 2 <= frame.limit()
                            && frame.getShort(payload) == ESP_IN_UDP);
        }

        private void tunnel(int gre) {
            int inner = gre + NVGRE_BYTES;
            if (frame.limit() >= inner + ETHERNET_BYTES && frame.getInt(gre) == NVGRE) {
                layer(inner);
                ethernet(inner);
            }
        }

        private int sum(int from, int to) {
            int sum = 0;
            for (int at = from; at < to; at += 2) {
                sum += frame.getShort(at) & 0xffff;
            }
            return (sum & 0xffff) + (sum >>> 16);
        }

        /// Ends a layer at `end`.
        private void layer(int end) {
            text.append(HexFormat.of().formatHex(bytes, written, end)).append(' ');
            written = end;
        }

        FrameForm build() {
            layer(frame.limit());
            return new FrameForm(text.toString(), valid, identification);
        }
    }
}

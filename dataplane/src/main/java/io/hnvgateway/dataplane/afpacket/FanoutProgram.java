package io.hnvgateway.dataplane.afpacket;

/// The program that chooses a worker for a frame, in classic BPF: from a VM by VSID and inside
/// source address (IPv4: the address; IPv6: its last word), from outside by the destination
/// address. The kernel takes the answer modulo the number of sockets.
///
/// Offsets count from the network header. A packet that is too short or has options gets an answer
/// of no meaning, and hand-over makes up for that.
final class FanoutProgram {
    private static final int NETWORK_HEADER = -0x100000;
    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_WORD_BEHIND = 0x40;
    private static final int LOAD_HALF_BEHIND = 0x48;
    private static final int SET_X = 0x01;
    private static final int STORE = 0x02;
    private static final int RECALL_X = 0x61;
    private static final int XOR_X = 0xac;
    private static final int MULTIPLY = 0x24;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP = 0x05;
    private static final int RETURN_A = 0x16;
    private static final int RETURN = 0x06;

    private static final int GRE = 47;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int TYPE_IPV6 = 0x86dd;

    /// Behind the outer IP header: GRE with key, the inner Ethernet header, the inner IP header.
    private static final int KEY = 4;

    private static final int INNER_TYPE = 8 + 12;
    private static final int INNER_IP = 8 + 14;

    private static final int SPREAD = 0x9e37_79b1;

    static final long[] INSTRUCTIONS = {
        load(LOAD_BYTE, 0),
        constant(SHIFT_RIGHT, 4),
        jump(6, 6), // to IPv6
        load(LOAD_BYTE, 9),
        jump(GRE, 2),
        load(LOAD_WORD, 16),
        constant(JUMP, 17), // to the answer
        constant(SET_X, IPV4_BYTES),
        constant(JUMP, 5), // to NVGRE
        // IPv6
        load(LOAD_BYTE, 6),
        jump(GRE, 2),
        load(LOAD_WORD, 36),
        constant(JUMP, 11), // to the answer
        constant(SET_X, IPV6_BYTES),
        // NVGRE
        load(LOAD_WORD_BEHIND, KEY),
        constant(SHIFT_RIGHT, 8),
        constant(STORE, 0),
        load(LOAD_HALF_BEHIND, INNER_TYPE),
        jump(TYPE_IPV6, 2),
        load(LOAD_WORD_BEHIND, INNER_IP + 12),
        constant(JUMP, 1),
        load(LOAD_WORD_BEHIND, INNER_IP + 20),
        constant(RECALL_X, 0),
        constant(XOR_X, 0),
        // the answer
        constant(MULTIPLY, SPREAD),
        constant(SHIFT_RIGHT, 16),
        constant(RETURN_A, 0),
    };

    private FanoutProgram() {}

    /// A program's end with a fixed answer.
    static long answer(int value) {
        return constant(RETURN, value);
    }

    private static long load(int code, int offset) {
        return constant(code, NETWORK_HEADER + offset);
    }

    /// Skips instructions if the accumulator is a value.
    private static long jump(int value, int instructions) {
        return constant(JUMP_IF_EQUAL, value) | (long) instructions << 16;
    }

    /// `struct sock_filter`: code (16 bits), two jumps (8 each), constant (32), little endian.
    private static long constant(int code, int value) {
        return (long) value << 32 | code;
    }
}

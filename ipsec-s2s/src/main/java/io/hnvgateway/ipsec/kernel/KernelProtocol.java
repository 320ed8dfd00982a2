package io.hnvgateway.ipsec.kernel;

/// The numbers of `protocol.h`.
final class KernelProtocol {
    static final int MAGIC = 0x484e564b;
    static final int VERSION = 1;

    /// Of the length field itself.
    static final int LENGTH_BYTES = 4;

    /// Type and request number, which every length counts.
    static final int MIN_LENGTH = 5;

    static final int MAX_LENGTH = 65536;

    /// Added to a request's type.
    static final int ANSWER = 0x80;

    static final int DONE = 0;
    static final int REFUSED = 1;

    static final int HELLO = 1;
    static final int GET_SPI = 2;
    static final int ADD_SA = 3;
    static final int UPDATE_SA = 4;
    static final int QUERY_SA = 5;
    static final int GET_PSK = 6;
    static final int AUTHORIZE = 7;

    static final int DELETE_SA = 16;
    static final int ADD_TRAP = 17;
    static final int DELETE_TRAP = 18;
    static final int EVENT = 19;

    static final int ACQUIRE = 64;
    static final int EXPIRE = 65;
    static final int MAPPING = 66;

    private KernelProtocol() {}
}

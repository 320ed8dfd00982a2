package io.hnvgateway.app.process.checkpoint;

/// Byte offsets in the checkpoint, in the machine's byte order. [LayoutVersion] stands for them.
///
/// ```
/// header           0               8               16
///                  +---------------+-------+-------+
///                  |     magic     |version|   0   |   0
///                  +---------------+-------+-------+
///                  |     seal      |   table id    |  16
///                  +---------------+---------------+
///                  |            boot id            |  32
///                  +-------+-------+-------+-------+
///                  | flows |flows 6|adjacen|compart|  48
///                  +-------+-------+-------+-------+
///                  |mapping|session|workers|   0   |  64
///                  +-------+-------+-------+-------+
///                  |     ports     |   flow seed   |  80
///                  +---------------+---------------+
///                  |   hash seed   |  port key 0   |  96
///                  +---------------+---------------+
///                  |  port key 1   |       0       | 112
///                  +---------------+---------------+
///                  |     seal      |  tables' id   | 128
///                  +---------------+---------------+
///                  |     seal      |   underlay    | 144
///                  +---------------+---------------+
///                  |                               | 160
///                  |        product version        |
///                  |                               | 176
///                  +---------------+---------------+
///                  |     alive     |                 192
///                  +---------------+
/// compartment      |     seal      |   RDID, high  |   0
///                  +---------------+---------------+
///                  |   RDID, low   |     seal      |  16
///                  +---------------+---------------+
///                  |    digest     |               |  32
///                  +---------------+---------------+
/// adjacency        |     seal      | what  |compart|   0
///                  +-------+-------+-------+-------+
///                  | place |   0   |  name, high   |  16
///                  +-------+-------+---------------+
///                  |   name, low   |                  32
///                  +---------------+
/// ```
///
/// *Magic*, *version* (that of the layout) and *product version* (ASCII, zeros behind it; of the
/// gateway that wrote last) stand there in every layout. *Alive*: CLOCK_MONOTONIC in ns, when a
/// process last aged the records; not sealed, since it only bounds how long they were left.
/// *Tables' id*: the [io.hnvgateway.packet.checkpoint.TableIdentity] of the data path's tables that
/// the adjacencies and digests are about. *What*: kind, and in the second byte the rule of a VM;
/// *place*: VSID or link; *name*: an IP address, or a MAC address.
final class CheckpointLayout {
    /// "HNVCKPT", read as a number.
    static final long MAGIC = 0x0054_504b_4356_4e48L;

    static final int HEADER_BYTES = 4096;
    static final int VERSION = 8;
    static final int SEAL = 16;
    static final int TABLE_ID = 24;
    static final int BOOT_ID = 32;
    static final int FLOWS = 48;
    static final int FLOWS6 = 52;
    static final int ADJACENCIES = 56;
    static final int COMPARTMENTS = 60;
    static final int MAPPINGS = 64;
    static final int SESSIONS = 68;
    static final int WORKERS = 72;
    static final int PORTS = 80;
    static final int FLOW_SEED = 88;
    static final int HASH_SEED = 96;
    static final int PORT_KEY_0 = 104;
    static final int PORT_KEY_1 = 112;

    /// What the header's seal is over: from the table id to before the tables' seal.
    static final int SEALED_FROM = TABLE_ID;

    static final int SEALED_WORDS = (128 - SEALED_FROM) / Long.BYTES;

    static final int TABLES_SEAL = 128;
    static final int TABLES_ID = 136;
    static final int UNDERLAY_SEAL = 144;
    static final int UNDERLAY = 152;

    static final int PRODUCT = 160;
    static final int PRODUCT_BYTES = 32;

    static final int ALIVE = 192;

    static final int COMPARTMENT_BYTES = 64;
    static final int COMPARTMENT_SEAL = 0;
    static final int RDID_HIGH = 8;
    static final int RDID_LOW = 16;
    static final int DIGEST_SEAL = 24;
    static final int DIGEST = 32;

    static final int ADJACENCY_BYTES = 40;
    static final int ADJACENCY_SEAL = 0;
    static final int WHAT = 8;
    static final int COMPARTMENT = 12;
    static final int PLACE = 16;
    static final int NAME_HIGH = 24;
    static final int NAME_LOW = 32;

    static final int FREE = 0;
    static final int VM_BY_ADDRESS = 1;
    static final int VM_BY_MAC = 2;
    static final int NEIGHBOR = 3;
    static final int FRONT_END = 4;

    private CheckpointLayout() {}
}

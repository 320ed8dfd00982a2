package io.hnvgateway.ipsec.cipher;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Intel's Multi-Buffer Crypto for IPsec library, of which the single-buffer AES-GCM functions are
/// used. The manager structure that it fills for this CPU holds their addresses, at the same places
/// in versions 1.3 and 2.0.
///
/// ```
///           encrypt  decrypt  expand key
///  AES-128    256      280       448
///  AES-256    272      296       464
/// ```
final class IpsecMb implements CipherSource {
    private static final @Nullable SymbolLookup LIBRARY =
            Foreign.library("libIPSec_MB.so.1", "libIPSec_MB.so.2").orElse(null);
    private static final int FIRST_VERSION = 0x1_03_00;
    private static final int NEXT_VERSION = 0x3_00_00;
    private static final int MANAGER_BYTES = 512;

    /// `struct gcm_key_data` of version 2.0.
    private static final int KNOWN_KEY_BYTES = 1264;

    private static final int PROBE_BYTES = 8192;

    private final KeyMemory keys = new KeyMemory(Math.max(KNOWN_KEY_BYTES, Gcm.probe()));

    private IpsecMb() {}

    /// All SAs of the program share the memory of their keys.
    static IpsecMb instance() {
        return Instance.ONLY;
    }

    private static final class Instance {
        static final IpsecMb ONLY = new IpsecMb();
    }

    /// Why it cannot be used here; null when it can.
    static @Nullable String obstacle() {
        if (LIBRARY == null) {
            return "libIPSec_MB is not installed";
        }
        int version = version(LIBRARY);
        return version >= FIRST_VERSION && version < NEXT_VERSION
                ? null
                : "version %#x of libIPSec_MB is not known".formatted(version);
    }

    private static int version(SymbolLookup library) {
        try {
            return (int)
                    Foreign.call(library, "imb_get_version", Foreign.returnsInt()).invokeExact();
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
    }

    @Override
    public AesGcm gcm(CipherKeys keys, Scratch scratch) {
        long place = this.keys.allocate();
        byte[] aesKey = keys.aesKey();
        Gcm.expand(aesKey, place);
        Arrays.fill(aesKey, (byte) 0);
        return aesKey.length == 16
                ? new IpsecMbGcm128(this.keys, place, scratch)
                : new IpsecMbGcm256(this.keys, place, scratch);
    }

    @Override
    public AesCbcHmac cbc(CipherKeys keys, Scratch scratch) {
        throw new UnsupportedOperationException("AES-CBC of ipsec-mb is not used");
    }

    /// The functions; initialized only where the library is.
    static final class Gcm {
        /// key, context, out, in, length, iv, associated, its length, tag, its length
        private static final FunctionDescriptor CRYPT =
                Foreign.returnsNothing(Foreign.pointers(10));

        private static final FunctionDescriptor EXPAND =
                Foreign.returnsNothing(Foreign.pointers(2));
        private static final long MANAGER = manager();

        static final MethodHandle ENCRYPT_128 = function(256, CRYPT);
        static final MethodHandle DECRYPT_128 = function(280, CRYPT);
        static final MethodHandle ENCRYPT_256 = function(272, CRYPT);
        static final MethodHandle DECRYPT_256 = function(296, CRYPT);
        private static final MethodHandle EXPAND_128 = function(448, EXPAND);
        private static final MethodHandle EXPAND_256 = function(464, EXPAND);

        private Gcm() {}

        private static long manager() {
            SymbolLookup library = LIBRARY;
            if (library == null) {
                throw new IllegalStateException(obstacle());
            }
            try {
                long manager =
                        (long)
                                Foreign.call(
                                                library,
                                                "alloc_mb_mgr",
                                                Foreign.returnsPointer(JAVA_LONG))
                                        .invokeExact(0L);
                if (manager == 0) {
                    throw new IllegalStateException("alloc_mb_mgr failed");
                }
                Foreign.call(
                                library,
                                "init_mb_mgr_auto",
                                Foreign.returnsNothing(JAVA_LONG, JAVA_LONG))
                        .invokeExact(manager, 0L);
                return manager;
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        private static MethodHandle function(int offset, FunctionDescriptor type) {
            MemorySegment manager = MemorySegment.ofAddress(MANAGER).reinterpret(MANAGER_BYTES);
            return Foreign.critical(manager.get(ValueLayout.JAVA_LONG, offset), type);
        }

        /// Writes the expanded key.
        static void expand(byte[] key, long place) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
                if (key.length == 16) {
                    EXPAND_128.invokeExact(copy.address(), place);
                } else {
                    EXPAND_256.invokeExact(copy.address(), place);
                }
                copy.fill((byte) 0);
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        /// How many bytes expanding a key writes.
        static int probe() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment place = arena.allocate(PROBE_BYTES, 64).fill((byte) 0xa5);
                expand(new byte[32], place.address());
                int bytes = PROBE_BYTES;
                while (bytes > 0 && place.get(ValueLayout.JAVA_BYTE, bytes - 1) == (byte) 0xa5) {
                    bytes--;
                }
                return bytes;
            }
        }
    }

    /// Keeps what both key lengths have.
    abstract static class Key implements AesGcm {
        private final KeyMemory memory;
        final long key;
        final Scratch scratch;
        private boolean closed;

        Key(KeyMemory memory, long key, Scratch scratch) {
            this.memory = memory;
            this.key = key;
            this.scratch = scratch;
        }

        @Override
        public final void close() {
            if (!closed) {
                closed = true;
                memory.free(key);
            }
        }
    }
}

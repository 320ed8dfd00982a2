package io.hnvgateway.ipsec.cipher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// OpenSSL's libcrypto 3: EVP_CIPHER and EVP_MAC, a context of each for the life of an SA, so that
/// a packet costs neither a look-up nor a key schedule.
final class Openssl implements CipherSource {
    private static final @Nullable SymbolLookup LIBRARY =
            Foreign.library("libcrypto.so.3").orElse(null);

    /// Why it cannot be used here; null when it can.
    static @Nullable String obstacle() {
        return LIBRARY == null ? "libcrypto.so.3 is not installed" : null;
    }

    @Override
    public AesGcm gcm(CipherKeys keys, Scratch scratch) {
        return new OpensslGcm(keys, scratch);
    }

    @Override
    public AesCbcHmac cbc(CipherKeys keys, Scratch scratch) {
        return new OpensslCbcHmac(keys, scratch);
    }

    /// The functions; initialized only where the library is.
    static final class Evp {
        /// context, cipher, engine, key, iv
        private static final FunctionDescriptor INIT = Foreign.returnsInt(Foreign.pointers(5));

        /// context, out, bytes written, in, its length
        private static final FunctionDescriptor UPDATE =
                Foreign.returnsInt(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);

        static final MethodHandle ENCRYPT_INIT = critical("EVP_EncryptInit_ex", INIT);
        static final MethodHandle DECRYPT_INIT = critical("EVP_DecryptInit_ex", INIT);
        static final MethodHandle ENCRYPT_UPDATE = critical("EVP_EncryptUpdate", UPDATE);
        static final MethodHandle DECRYPT_UPDATE = critical("EVP_DecryptUpdate", UPDATE);
        static final MethodHandle ENCRYPT_FINAL =
                critical("EVP_EncryptFinal_ex", Foreign.returnsInt(Foreign.pointers(3)));
        static final MethodHandle DECRYPT_FINAL =
                critical("EVP_DecryptFinal_ex", Foreign.returnsInt(Foreign.pointers(3)));
        static final MethodHandle CTRL =
                critical(
                        "EVP_CIPHER_CTX_ctrl",
                        Foreign.returnsInt(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MAC_INIT =
                critical("EVP_MAC_init", Foreign.returnsInt(Foreign.pointers(4)));
        static final MethodHandle MAC_UPDATE =
                critical("EVP_MAC_update", Foreign.returnsInt(Foreign.pointers(3)));
        static final MethodHandle MAC_FINAL =
                critical("EVP_MAC_final", Foreign.returnsInt(Foreign.pointers(4)));

        private static final MethodHandle NEW = pointer("EVP_CIPHER_CTX_new", 0);
        private static final MethodHandle FREE = nothing("EVP_CIPHER_CTX_free");
        private static final MethodHandle SET_PADDING =
                call("EVP_CIPHER_CTX_set_padding", Foreign.returnsInt(JAVA_LONG, JAVA_INT));
        private static final MethodHandle MAC_FETCH = pointer("EVP_MAC_fetch", 3);
        private static final MethodHandle MAC_FREE = nothing("EVP_MAC_free");
        private static final MethodHandle MAC_NEW = pointer("EVP_MAC_CTX_new", 1);
        private static final MethodHandle MAC_CTX_FREE = nothing("EVP_MAC_CTX_free");

        private static final int PARAMETER_BYTES = 40;
        private static final int UTF8_STRING = 4;

        private Evp() {}

        private static SymbolLookup library() {
            if (LIBRARY == null) {
                throw new IllegalStateException(obstacle());
            }
            return LIBRARY;
        }

        private static MethodHandle critical(String name, FunctionDescriptor type) {
            return Foreign.critical(library(), name, type);
        }

        private static MethodHandle call(String name, FunctionDescriptor type) {
            return Foreign.call(library(), name, type);
        }

        private static MethodHandle pointer(String name, int arguments) {
            return call(name, Foreign.returnsPointer(Foreign.pointers(arguments)));
        }

        private static MethodHandle nothing(String name) {
            return call(name, Foreign.returnsNothing(JAVA_LONG));
        }

        /// Contexts that were made and not freed.
        private static final AtomicInteger LIVE = new AtomicInteger();

        /// A context with the key set, for one direction; padding off.
        ///
        /// @param cipher name of the function that gives it
        /// @param init [#ENCRYPT_INIT] or [#DECRYPT_INIT]
        static long context(String cipher, MethodHandle init, byte[] key) {
            long context = made(NEW, cipher);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
                try {
                    long type = (long) pointer(cipher, 0).invokeExact();
                    check((int) init.invokeExact(context, type, 0L, copy.address(), 0L), cipher);
                    check((int) SET_PADDING.invokeExact(context, 0), cipher);
                    return context;
                } finally {
                    copy.fill((byte) 0);
                }
            } catch (RuntimeException e) {
                free(context);
                throw e;
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        private static long made(MethodHandle function, String what) {
            try {
                long made = (long) function.invokeExact();
                check(made == 0 ? 0 : 1, what);
                LIVE.incrementAndGet();
                return made;
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        /// A context of HMAC with the key set.
        static long hmac(String digest, byte[] key) {
            long context = newHmac(digest);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
                long parameters = digestParameter(arena, digest);
                try {
                    check(
                            (int)
                                    MAC_INIT.invokeExact(
                                            context, copy.address(), copy.byteSize(), parameters),
                            digest);
                    return context;
                } finally {
                    copy.fill((byte) 0);
                }
            } catch (RuntimeException e) {
                freeHmac(context);
                throw e;
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        private static long newHmac(String digest) {
            try (Arena arena = Arena.ofConfined()) {
                long mac =
                        (long) MAC_FETCH.invokeExact(0L, arena.allocateFrom("HMAC").address(), 0L);
                check(mac == 0 ? 0 : 1, digest);
                long context = (long) MAC_NEW.invokeExact(mac);
                MAC_FREE.invokeExact(mac);
                check(context == 0 ? 0 : 1, digest);
                LIVE.incrementAndGet();
                return context;
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        /// How many contexts there are, of all kinds.
        static int live() {
            return LIVE.get();
        }

        /// `OSSL_PARAM[2]`: name, type, value, its length, length returned; the second one is
        /// empty.
        private static long digestParameter(Arena arena, String digest) {
            MemorySegment name = arena.allocateFrom("digest");
            MemorySegment value = arena.allocateFrom(digest);
            MemorySegment parameters = arena.allocate(2L * PARAMETER_BYTES, Long.BYTES);
            parameters.set(JAVA_LONG, 0, name.address());
            parameters.set(JAVA_INT, 8, UTF8_STRING);
            parameters.set(JAVA_LONG, 16, value.address());
            parameters.set(JAVA_LONG, 24, value.byteSize() - 1);
            return parameters.address();
        }

        static void free(long context) {
            free(FREE, context);
        }

        static void freeHmac(long context) {
            free(MAC_CTX_FREE, context);
        }

        /// OpenSSL overwrites the keys.
        private static void free(MethodHandle function, long context) {
            if (context == 0) {
                return;
            }
            LIVE.decrementAndGet();
            try {
                function.invokeExact(context);
            } catch (Throwable e) {
                throw Foreign.impossible(e);
            }
        }

        /// @throws IllegalStateException when OpenSSL refused
        static void check(int result, String what) {
            if (result != 1) {
                throw new IllegalStateException("OpenSSL refuses " + what);
            }
        }
    }
}

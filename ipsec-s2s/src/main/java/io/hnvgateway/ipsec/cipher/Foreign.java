package io.hnvgateway.ipsec.cipher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/// Calls of C functions. Pointers and sizes are `long`, so that no object is made for them.
final class Foreign {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private Foreign() {}

    /// The first of these libraries that there is; it stays loaded.
    static Optional<SymbolLookup> library(String... names) {
        for (String name : names) {
            try {
                return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException _) {
                // not installed
            }
        }
        return Optional.empty();
    }

    /// A function that returns promptly and calls nothing back.
    static MethodHandle critical(SymbolLookup library, String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(library.findOrThrow(name), type, CRITICAL);
    }

    /// As [#critical], through a pointer.
    static MethodHandle critical(long function, FunctionDescriptor type) {
        return LINKER.downcallHandle(MemorySegment.ofAddress(function), type, CRITICAL);
    }

    static MethodHandle call(SymbolLookup library, String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(library.findOrThrow(name), type);
    }

    static FunctionDescriptor returnsNothing(MemoryLayout... arguments) {
        return FunctionDescriptor.ofVoid(arguments);
    }

    static FunctionDescriptor returnsInt(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    static FunctionDescriptor returnsPointer(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_LONG, arguments);
    }

    /// So many pointers or sizes.
    static MemoryLayout[] pointers(int count) {
        MemoryLayout[] layouts = new MemoryLayout[count];
        Arrays.fill(layouts, JAVA_LONG);
        return layouts;
    }

    /// What a call threw that throws nothing.
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError(thrown);
    }
}

package io.hnvgateway.app.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The state directory as the store uses it: files by name, and when they are durable. A test puts
/// one in its place that fails, and that loses what was not made durable.
interface StateDirectory {

    List<String> names() throws IOException;

    /// @throws java.nio.file.NoSuchFileException if there is none
    InputStream read(String name) throws IOException;

    /// @throws java.nio.file.NoSuchFileException if there is none
    byte[] read(String name, long offset, int length) throws IOException;

    long size(String name) throws IOException;

    /// A new file, for its owner only; its name is not durable before [#sync].
    NewFile create(String name) throws IOException;

    /// A second name for a file.
    void link(String existing, String name) throws IOException;

    /// Replaces what has that name, at once.
    void rename(String from, String to) throws IOException;

    /// Does nothing if there is none.
    void delete(String name) throws IOException;

    /// Makes new, renamed and deleted names durable.
    void sync() throws IOException;

    /// For messages.
    String path(String name);

    /// A file that is written.
    interface NewFile extends Closeable {
        /// At its end.
        void write(byte[] bytes, int offset, int length) throws IOException;

        /// Over what is there.
        void overwrite(long position, byte[] bytes) throws IOException;

        void truncate(long size) throws IOException;

        /// Makes what was written durable.
        void force() throws IOException;
    }
}

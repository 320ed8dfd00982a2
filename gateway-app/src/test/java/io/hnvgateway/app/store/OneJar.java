package io.hnvgateway.app.store;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/// A class path without directories: the JVM archives classes of jars only.
final class OneJar {
    private OneJar() {}

    /// The same path, with one jar in place of all directories.
    static String of(String classPath, Path jar) throws IOException {
        List<String> path = new ArrayList<>(List.of(jar.toString()));
        Set<String> names = new HashSet<>();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (String element : classPath.split(File.pathSeparator, -1)) {
                if (Files.isDirectory(Path.of(element))) {
                    add(Path.of(element), names, out);
                } else if (Files.exists(Path.of(element))) {
                    path.add(element);
                }
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static void add(Path directory, Set<String> names, JarOutputStream out)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = directory.relativize(file).toString();
            if (!name.startsWith("META-INF") && names.add(name)) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}

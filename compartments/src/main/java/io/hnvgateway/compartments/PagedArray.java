package io.hnvgateway.compartments;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Immutable array of references in pages of 256: one changed element costs the copy of one page
/// and of the list of pages, whatever the size. Any thread.
///
/// @param <T> what it holds; null where nothing is
public final class PagedArray<T> {
    private static final int PAGE_SHIFT = 8;
    private static final int PAGE = 1 << PAGE_SHIFT;

    private final @Nullable Object[][] pages;

    private PagedArray(@Nullable Object[][] pages) {
        this.pages = pages;
    }

    public static <T> PagedArray<T> empty() {
        return new PagedArray<>(new Object[0][]);
    }

    /// The elements at 0, 1, 2 and so on.
    @SafeVarargs
    public static <T> PagedArray<T> of(@Nullable T... elements) {
        PagedArray<T> array = empty();
        for (int i = 0; i < elements.length; i++) {
            array = array.with(i, elements[i]);
        }
        return array;
    }

    /// The element; null outside [#limit].
    @SuppressWarnings("unchecked") // only `with` puts elements in
    public @Nullable T get(int index) {
        int page = index >>> PAGE_SHIFT;
        return page < pages.length ? (T) pages[page][index & (PAGE - 1)] : null;
    }

    /// The same array with one element replaced.
    ///
    /// @param index 0..65535 in this program
    public PagedArray<T> with(int index, @Nullable T element) {
        int page = index >>> PAGE_SHIFT;
        @Nullable Object[][] changed = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        for (int added = pages.length; added < changed.length; added++) {
            changed[added] = new Object[PAGE];
        }
        changed[page] = changed[page].clone();
        changed[page][index & (PAGE - 1)] = element;
        return new PagedArray<>(changed);
    }

    /// The elements that are there, by index.
    @SuppressWarnings("unchecked") // only `with` puts elements in
    public Stream<T> stream() {
        return (Stream<T>) Arrays.stream(pages).flatMap(Arrays::stream).filter(Objects::nonNull);
    }

    /// Elements at this index and beyond are null.
    public int limit() {
        return pages.length << PAGE_SHIFT;
    }
}

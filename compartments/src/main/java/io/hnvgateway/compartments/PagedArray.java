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
    @SuppressWarnings("ReferenceEquality") // another object is another element
    public PagedArray<T> with(int index, @Nullable T element) {
        if (get(index) == element) {
            return this;
        }
        int page = index >>> PAGE_SHIFT;
        @Nullable Object[][] changed = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
        for (int added = pages.length; added < changed.length; added++) {
            changed[added] = new Object[PAGE];
        }
        changed[page] = changed[page].clone();
        changed[page][index & (PAGE - 1)] = element;
        return new PagedArray<>(changed);
    }

    /// What takes an index at which two arrays hold different objects.
    ///
    /// @param <T> what they hold
    @FunctionalInterface
    public interface Difference<T> {
        void at(int index, @Nullable T before, @Nullable T after);
    }

    /// Visits each index at which `next` holds another object. Pages that both arrays share are not
    /// looked into: when one was made of the other, this costs what was changed. Allocates nothing.
    ///
    /// @return how many elements were compared
    @SuppressWarnings("ReferenceEquality") // the same page has the same elements
    public int differences(PagedArray<T> next, Difference<T> visitor) {
        int compared = 0;
        int most = Math.max(pages.length, next.pages.length);
        for (int page = 0; page < most; page++) {
            if (pageAt(page) != next.pageAt(page)) {
                differencesIn(page, next, visitor);
                compared += PAGE;
            }
        }
        return compared;
    }

    @SuppressWarnings("ReferenceEquality") // another object is another element
    private void differencesIn(int page, PagedArray<T> next, Difference<T> visitor) {
        int first = page << PAGE_SHIFT;
        for (int index = first; index < first + PAGE; index++) {
            T before = get(index);
            T after = next.get(index);
            if (before != after) {
                visitor.at(index, before, after);
            }
        }
    }

    private @Nullable Object @Nullable [] pageAt(int page) {
        return page < pages.length ? pages[page] : null;
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

package io.hnvgateway.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.provider.resource.DesiredState;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadAheadStoreTest {
    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void readsBeforeAnybodyAsks() throws InterruptedException {
        CountDownLatch reads = new CountDownLatch(1);
        try (ReadAheadStore store =
                new ReadAheadStore(
                        store(() -> {
                            reads.countDown();
                            return LoadedState.damaged("first");
                        }))) {
            reads.await();
            assertThat(store.load().problem()).isEqualTo("first");
            assertThat(loads).hasValue(1);
        }
    }

    @Test
    void readsAnewWhenAskedAgain() {
        try (ReadAheadStore store =
                new ReadAheadStore(store(() -> LoadedState.damaged(loads.toString())))) {
            assertThat(store.load().problem()).isEqualTo("1");
            assertThat(store.load().problem()).isEqualTo("2");
        }
    }

    @Test
    void passesOnThatMemoryRanOut() {
        OutOfMemoryError full = new OutOfMemoryError("full");
        try (ReadAheadStore store =
                new ReadAheadStore(
                        store(() -> {
                            throw full;
                        }))) {
            assertThatThrownBy(store::load).isSameAs(full);
        }
    }

    private StateStore store(Supplier<LoadedState> found) {
        return new StateStore() {
            @Override
            public LoadedState load() {
                loads.incrementAndGet();
                return found.get();
            }

            @Override
            public void save(DesiredState state, StoredChange change) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void append(StoredChange change) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void withdraw(StoredChange last, @Nullable DesiredState before) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void confirm(Set<Long> versions) {
                throw new UnsupportedOperationException();
            }
        };
    }
}

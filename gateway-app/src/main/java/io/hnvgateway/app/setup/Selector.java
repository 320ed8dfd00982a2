package io.hnvgateway.app.setup;

import java.util.List;
import java.util.Optional;

/// Which NIC a role goes to.
sealed interface Selector {
    /// @param mac lower case, with colons
    record Mac(String mac) implements Selector {}

    /// The name that the kernel or an earlier boot gave it.
    record Name(String name) implements Selector {}

    /// @param index from 1, in the kernel's order
    record Index(int index) implements Selector {}

    default Optional<Nic> of(List<Nic> nics) {
        return switch (this) {
            case Mac(String mac) -> nics.stream().filter(nic -> nic.mac().equals(mac)).findFirst();
            case Name(String name) ->
                    nics.stream().filter(nic -> nic.name().equals(name)).findFirst();
            case Index(int index) ->
                    index <= nics.size() ? Optional.of(nics.get(index - 1)) : Optional.empty();
        };
    }

    /// As it is written.
    default String text() {
        return switch (this) {
            case Mac(String mac) -> "mac=" + mac;
            case Name(String name) -> "name=" + name;
            case Index(int index) -> "index=" + index;
        };
    }
}

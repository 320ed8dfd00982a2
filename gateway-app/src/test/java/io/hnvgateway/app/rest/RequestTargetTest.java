package io.hnvgateway.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "*",
                "http://h/x",
                "//",
                "/a//b",
                "/a/../b",
                "/..",
                "/.",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/.%2e/b",
                "/a/%2E/b",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0a",
                "/a%7f",
                "/a%c2%80",
                "/a%c0%ae",
                "/a%c0%af",
                "/a%e0%80%af",
                "/a%ff",
                "/a%f8%88%80%80%80",
                "/a%ed%a0%80",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a;b=c",
                "/a/;b",
                "/a#b",
                "/a b",
                "/a\u00e9",
                "/a?x=%00",
                "/a?x=%ff",
                "/a?%",
                "/a\"b",
                "/<a"
            })
    void refusesWhatHasTwoReadings(String raw) {
        assertThat(RequestTarget.parse(raw)).isNull();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(RequestTarget.parse("/" + "a".repeat(9000))).isNull();
        assertThat(RequestTarget.parse("/a".repeat(40))).isNull();
        assertThat(RequestTarget.parse("/a?" + "x=1&".repeat(40))).isNull();
        assertThat(RequestTarget.parse(null)).isNull();
    }

    @Test
    void decodesOnce() {
        RequestTarget target =
                Objects.requireNonNull(
                        RequestTarget.parse("/a/%C3%A9/%252e%252e/a+b/?$top=5&n=%26+%2B&n=2&e"));
        assertThat(target.path()).containsExactly("a", "é", "%2e%2e", "a+b");
        assertThat(target.query())
                .containsEntry("$top", "5")
                .containsEntry("n", "& +")
                .containsEntry("e", "");
    }
}

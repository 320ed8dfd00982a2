package io.hnvgateway.ipsec.vici;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViciCodecTest {

    /// The example of the protocol's description.
    @Test
    void writesWhatTheProtocolsDescriptionShows() {
        ViciSection body =
                ViciSection.builder()
                        .put("key1", "value1")
                        .put(
                                "section1",
                                ViciSection.builder()
                                        .put(
                                                "sub-section",
                                                ViciSection.builder().put("key2", "value2").build())
                                        .put("list1", List.of("item1", "item2"))
                                        .build())
                        .build();
        ByteBuf out = Unpooled.buffer();
        ViciCodec.encode(new ViciPacket(ViciPacket.Type.COMMAND_RESPONSE, "", body), out);
        String expected =
                "01"
                        + "03046b657931000676616c756531"
                        + "010873656374696f6e31"
                        + "010b7375622d73656374696f6e"
                        + "03046b657932000676616c756532"
                        + "02"
                        + "04056c69737431"
                        + "0500056974656d31"
                        + "0500056974656d32"
                        + "0602";
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void readsWhatItWrote(@ForAll("packets") ViciPacket packet) {
        ByteBuf bytes = Unpooled.buffer();
        ViciCodec.encode(packet, bytes);
        assertThat(ViciCodec.decode(bytes)).isEqualTo(packet);
    }

    /// Whatever is cut off, no part of a packet is taken for one, unless only whole elements are
    /// missing.
    @Property(tries = 200)
    void aPartIsRefusedOrAWholePacket(@ForAll("packets") ViciPacket packet) {
        ByteBuf bytes = Unpooled.buffer();
        ViciCodec.encode(packet, bytes);
        for (int length = 0; length < bytes.writerIndex(); length++) {
            try {
                ViciPacket part = ViciCodec.decode(bytes.slice(0, length));
                assertThat(part.body().elements().size())
                        .isLessThan(packet.body().elements().size());
            } catch (ViciFormatException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }

    @Provide
    Arbitrary<ViciPacket> packets() {
        Arbitrary<String> names = Arbitraries.strings().ascii().ofMaxLength(20);
        Arbitrary<ViciValue> values =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ViciValue::of);
        Arbitrary<ViciElement> flat =
                Arbitraries.oneOf(
                        values.map(v -> v), values.list().ofMaxSize(4).map(ViciList::new));
        Arbitrary<ViciElement> elements =
                Arbitraries.recursive(
                        () -> flat,
                        inner -> Arbitraries.maps(names, inner).ofMaxSize(2).map(ViciSection::new),
                        0,
                        2);
        Arbitrary<ViciSection> bodies =
                Arbitraries.maps(names, elements).ofMaxSize(4).map(ViciSection::new);
        return Arbitraries.of(ViciPacket.Type.class)
                .flatMap(type ->
                        Combinators.combine(names, bodies)
                                .as((name, body) ->
                                        new ViciPacket(
                                                type,
                                                type.isNamed() ? name : "",
                                                type.hasBody() ? body : ViciSection.EMPTY)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ends too early",
        "08, packet type 8",
        "0005abc0, wants 5 bytes of 2 left",
        "010304, wants 4 bytes of 0 left",
        "01030161, ends in a length",
        "010301610004ffff, wants 4 bytes of 2 left",
        "01030161ffff00, wants 65535 bytes of 1 left",
        "01010161, ends too early",
        "01020161, element type 2",
        "0104016103, element type 3 in a list",
        "0507, 1 bytes behind the packet",
        "017f0161, element type 127",
    })
    void refusesWhatIsNoPacket(String hex, String reason) {
        ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        assertThatThrownBy(() -> ViciCodec.decode(bytes))
                .isInstanceOf(ViciFormatException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesSectionsThatStandTooDeep() {
        String hex = "01" + "010161".repeat(100) + "02".repeat(100);
        ByteBuf bytes = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        assertThatThrownBy(() -> ViciCodec.decode(bytes)).hasMessageContaining("too deep");
    }

    @Test
    void refusesToWriteWhatHasNoRoom() {
        ByteBuf out = Unpooled.buffer();
        ViciSection longName = ViciSection.builder().put("n".repeat(256), "").build();
        assertThatThrownBy(() -> ViciCodec.encode(ViciPacket.request("c", longName), out))
                .hasMessageContaining("name is too long");
        ViciSection longValue = ViciSection.builder().put("n", "v".repeat(65_536)).build();
        assertThatThrownBy(() -> ViciCodec.encode(ViciPacket.request("c", longValue), out))
                .hasMessageContaining("value is too long");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            many.add("v".repeat(60_000));
        }
        ViciSection tooMuch = ViciSection.builder().put("n", many).build();
        assertThatThrownBy(() -> ViciCodec.encode(ViciPacket.request("c", tooMuch), out))
                .hasMessageContaining("packet is too long");
    }

    @Test
    void neverShowsValues() {
        ViciSection key = ViciSection.builder().put("data", "open sesame").build();
        assertThat(ViciPacket.request("load-key", key).toString())
                .contains("data")
                .doesNotContain("sesame");
    }
}

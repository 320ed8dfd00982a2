package io.hnvgateway.ipsec.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Packets ↔ bytes, without the length in front. Every length is checked against what is there.
public final class ViciCodec {
    /// charon's own limit (`VICI_MESSAGE_SIZE_MAX`).
    public static final int MAX_PACKET_BYTES = 512 << 10;

    private static final int MAX_NAME_BYTES = 0xff;
    private static final int MAX_DEPTH = 32;

    private static final int SECTION_START = 1;
    private static final int SECTION_END = 2;
    private static final int KEY_VALUE = 3;
    private static final int LIST_START = 4;
    private static final int LIST_ITEM = 5;
    private static final int LIST_END = 6;

    private ViciCodec() {}

    /// @throws IllegalArgumentException if a name, a value or the whole is too long, or sections
    ///   stand too deep
    public static void encode(ViciPacket packet, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(packet.type().number());
        if (packet.type().isNamed()) {
            writeName(packet.name(), out);
        }
        if (packet.type().hasBody()) {
            writeElements(packet.body(), out, 0);
        }
        if (out.writerIndex() - start > MAX_PACKET_BYTES) {
            throw new IllegalArgumentException("packet is too long: " + packet.name());
        }
    }

    private static void writeElements(ViciSection section, ByteBuf out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("sections stand too deep");
        }
        section.elements()
                .forEach((name, element) -> {
                    switch (element) {
                        case ViciValue value -> {
                            writeType(KEY_VALUE, name, out);
                            writeValue(value, out);
                        }
                        case ViciList list -> {
                            writeType(LIST_START, name, out);
                            for (ViciValue value : list.values()) {
                                out.writeByte(LIST_ITEM);
                                writeValue(value, out);
                            }
                            out.writeByte(LIST_END);
                        }
                        case ViciSection inner -> {
                            writeType(SECTION_START, name, out);
                            writeElements(inner, out, depth + 1);
                            out.writeByte(SECTION_END);
                        }
                    }
                });
    }

    private static void writeType(int type, String name, ByteBuf out) {
        out.writeByte(type);
        writeName(name, out);
    }

    private static void writeName(String name, ByteBuf out) {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name is too long: " + name);
        }
        out.writeByte(bytes.length).writeBytes(bytes);
    }

    private static void writeValue(ViciValue value, ByteBuf out) {
        byte[] bytes = value.bytes();
        if (bytes.length > ViciValue.MAX_BYTES) {
            throw new IllegalArgumentException("value is too long: " + bytes.length + " bytes");
        }
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /// Takes one packet, which must fill `in`.
    ///
    /// @throws ViciFormatException if it is none
    public static ViciPacket decode(ByteBuf in) {
        int number = readByte(in);
        ViciPacket.Type type = ViciPacket.Type.of(number);
        if (type == null) {
            throw new ViciFormatException("packet type " + number);
        }
        String name = type.isNamed() ? readName(in) : "";
        ViciSection body = type.hasBody() ? readElements(in, 0) : ViciSection.EMPTY;
        if (in.isReadable()) {
            throw new ViciFormatException(in.readableBytes() + " bytes behind the packet");
        }
        return new ViciPacket(type, name, body);
    }

    /// Up to the end of the section, or of the packet at depth 0.
    private static ViciSection readElements(ByteBuf in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ViciFormatException("sections stand too deep");
        }
        Map<String, ViciElement> elements = new LinkedHashMap<>();
        while (depth > 0 || in.isReadable()) {
            int type = readByte(in);
            if (type == SECTION_END && depth > 0) {
                break;
            }
            elements.put(readName(in), readElement(in, type, depth));
        }
        return new ViciSection(elements);
    }

    private static ViciElement readElement(ByteBuf in, int type, int depth) {
        return switch (type) {
            case KEY_VALUE -> readValue(in);
            case LIST_START -> readList(in);
            case SECTION_START -> readElements(in, depth + 1);
            default -> throw new ViciFormatException("element type " + type);
        };
    }

    private static ViciList readList(ByteBuf in) {
        List<ViciValue> values = new ArrayList<>();
        while (true) {
            int type = readByte(in);
            if (type == LIST_END) {
                return new ViciList(values);
            }
            if (type != LIST_ITEM) {
                throw new ViciFormatException("element type " + type + " in a list");
            }
            values.add(readValue(in));
        }
    }

    private static String readName(ByteBuf in) {
        return new String(readBytes(in, readByte(in)), UTF_8);
    }

    private static ViciValue readValue(ByteBuf in) {
        if (in.readableBytes() < Short.BYTES) {
            throw new ViciFormatException("ends in a length");
        }
        return ViciValue.of(readBytes(in, in.readUnsignedShort()));
    }

    private static int readByte(ByteBuf in) {
        if (!in.isReadable()) {
            throw new ViciFormatException("ends too early");
        }
        return in.readUnsignedByte();
    }

    private static byte[] readBytes(ByteBuf in, int length) {
        if (in.readableBytes() < length) {
            throw new ViciFormatException(
                    "wants " + length + " bytes of " + in.readableBytes() + " left");
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }
}

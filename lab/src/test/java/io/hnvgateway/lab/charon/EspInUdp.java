package io.hnvgateway.lab.charon;

import io.hnvgateway.ipsec.sa.SaParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// ESP with AES-GCM (RFC 4303, RFC 4106) in UDP (RFC 3948), by the JDK's cipher and nothing of the
/// product's; 32-bit sequence numbers.
final class EspInUdp {
    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int UDP = 8;
    private static final int ESP = 8;
    private static final int IV = 8;
    private static final int SALT = 4;
    private static final int ICV_BITS = 128;

    private EspInUdp() {}

    static int spi(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(ETHERNET + IPV4 + UDP);
    }

    /// The inner packet with padding and trailer.
    ///
    /// @throws GeneralSecurityException if the key is not the one
    static byte[] open(byte[] frame, SaParameters sa) throws GeneralSecurityException {
        int esp = ETHERNET + IPV4 + UDP;
        Cipher cipher =
                cipher(
                        Cipher.DECRYPT_MODE,
                        sa,
                        Arrays.copyOfRange(frame, esp + ESP, esp + ESP + IV));
        cipher.updateAAD(frame, esp, ESP);
        int end = ETHERNET + Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(ETHERNET + 2));
        return cipher.doFinal(frame, esp + ESP + IV, end - esp - ESP - IV);
    }

    /// A frame, in hexadecimal, with an IPv4 packet inside whose length is a multiple of 4.
    static String seal(byte[] inner, SaParameters sa, String macs, int sequenceNumber)
            throws GeneralSecurityException {
        ByteBuffer plain = ByteBuffer.allocate(inner.length + 4).put(inner);
        plain.put((byte) 1).put((byte) 2).put((byte) 2).put((byte) 4);
        byte[] iv = new byte[IV];
        iv[IV - 1] = (byte) sequenceNumber;
        ByteBuffer header = ByteBuffer.allocate(ESP).putInt(sa.spi()).putInt(sequenceNumber);
        Cipher cipher = cipher(Cipher.ENCRYPT_MODE, sa, iv);
        cipher.updateAAD(header.array());
        byte[] sealed = cipher.doFinal(plain.array());
        ByteBuffer frame =
                ByteBuffer.allocate(ETHERNET + IPV4 + UDP + ESP + IV + sealed.length)
                        .put(HexFormat.of().parseHex(macs + "0800"))
                        .put(
                                ipv4(
                                        IPV4 + UDP + ESP + IV + sealed.length,
                                        17,
                                        sa.endpoints().local().ipv4Bits(),
                                        sa.endpoints().remote().ipv4Bits()))
                        .putShort((short) sa.endpoints().localPort())
                        .putShort((short) sa.endpoints().remotePort())
                        .putShort((short) (UDP + ESP + IV + sealed.length))
                        .putShort((short) 0)
                        .put(header.array())
                        .put(iv)
                        .put(sealed);
        return HexFormat.of().formatHex(frame.array());
    }

    /// An ICMP echo request.
    static byte[] echoRequest(int from, int to) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4 + 8).put(ipv4(IPV4 + 8, 1, from, to));
        packet.put((byte) 8).put((byte) 0).putShort((short) ~0x800).putInt(0);
        return packet.array();
    }

    private static byte[] ipv4(int length, int protocol, int from, int to) {
        ByteBuffer header =
                ByteBuffer.allocate(IPV4)
                        .putShort((short) 0x4500)
                        .putShort((short) length)
                        .putInt(0)
                        .put((byte) 64)
                        .put((byte) protocol)
                        .putShort((short) 0)
                        .putInt(from)
                        .putInt(to);
        int sum = 0;
        for (int i = 0; i < IPV4; i += 2) {
            sum += Short.toUnsignedInt(header.getShort(i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return header.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16))).array();
    }

    private static Cipher cipher(int mode, SaParameters sa, byte[] iv)
            throws GeneralSecurityException {
        byte[] keyAndSalt = sa.keys().encryption();
        int keyBytes = keyAndSalt.length - SALT;
        byte[] nonce = new byte[SALT + IV];
        System.arraycopy(keyAndSalt, keyBytes, nonce, 0, SALT);
        System.arraycopy(iv, 0, nonce, SALT, IV);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(keyAndSalt, 0, keyBytes, "AES"),
                new GCMParameterSpec(ICV_BITS, nonce));
        return cipher;
    }
}

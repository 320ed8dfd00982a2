package io.hnvgateway.ipsec.kernel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/// Any bytes from the socket: frames come out whole, and each is a message or malformed.
class KernelFuzzTest {
    @FuzzTest
    void bytesAreMessagesOrMalformed(byte[] data) {
        FrameAssembly assembly = new FrameAssembly();
        int given = 0;
        try {
            while (given < data.length) {
                // The first byte says in which pieces they arrive.
                int piece = Math.min(1 + Byte.toUnsignedInt(data[0]), data.length - given);
                int count = Math.min(piece, assembly.room());
                System.arraycopy(data, given, assembly.array(), assembly.offset(), count);
                assembly.take(count, KernelFuzzTest::decode);
                given += count;
            }
        } catch (MalformedMessageException e) {
            if (e.getMessage() == null) {
                throw new AssertionError("no reason", e);
            }
        }
        if (assembly.room() < 1) {
            throw new AssertionError("no room for the rest of a frame");
        }
    }

    @FuzzTest
    void everyBodyIsAMessageOrMalformed(byte[] data) {
        for (int type = 0; type <= KernelProtocol.MAPPING; type++) {
            try {
                decode(type, 0, ByteBuffer.wrap(data));
            } catch (MalformedMessageException e) {
                if (e.getMessage() == null) {
                    throw new AssertionError("no reason", e);
                }
            }
        }
    }

    private static void decode(int type, int number, ByteBuffer body)
            throws MalformedMessageException {
        if (KernelDecoder.decode(type, body).toString().isEmpty()) {
            throw new AssertionError("nothing to say about number " + number);
        }
    }
}

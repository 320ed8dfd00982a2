package io.hnvgateway.ipsec.cipher;

/// AES-128-GCM by ipsec-mb; one method handle each way, so that the compiler knows where it leads.
final class IpsecMbGcm128 extends IpsecMb.Key {
    IpsecMbGcm128(KeyMemory memory, long key, Scratch scratch) {
        super(memory, key, scratch);
    }

    @Override
    public void seal(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        try {
            IpsecMb.Gcm.ENCRYPT_128.invokeExact(
                    key,
                    scratch.context,
                    text,
                    text,
                    (long) bytes,
                    nonce,
                    associated,
                    (long) associatedBytes,
                    icv,
                    (long) ICV_BYTES);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
    }

    @Override
    public boolean open(
            long nonce, long associated, int associatedBytes, long text, int bytes, long icv) {
        try {
            IpsecMb.Gcm.DECRYPT_128.invokeExact(
                    key,
                    scratch.context,
                    text,
                    text,
                    (long) bytes,
                    nonce,
                    associated,
                    (long) associatedBytes,
                    scratch.icv,
                    (long) ICV_BYTES);
        } catch (Throwable e) {
            throw Foreign.impossible(e);
        }
        return IntegrityCheck.equal16(scratch.icv, icv);
    }
}

package io.tocsin.engine.operator;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/** Passes events on and keeps a digest of all of them, without the field that a clock fills. */
final class OutputDigest implements ResultHandler {
    private final ResultHandler next;
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]);
    private final AlarmEventFlyweight copied = new AlarmEventFlyweight().wrap(copy, 0);
    private final MessageDigest chain = newDigest();
    private final byte[] digest = new byte[chain.getDigestLength()];

    OutputDigest(ResultHandler next) {
        this.next = next;
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        event.copyTo(copy, 0);
        copied.decidedNs(0);
        chain.update(digest);
        chain.update(copy.byteArray());
        try {
            chain.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest must fit its own length", e);
        }
        next.onAlarm(event);
    }

    /** A digest of all events so far. */
    byte[] digest() {
        return digest.clone();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    void writeTo(StateOutput out) {
        out.putBytes(digest);
    }

    void readFrom(StateInput in) {
        byte[] stored = in.getBytes();
        System.arraycopy(stored, 0, digest, 0, digest.length);
    }
}

package dev.holdfast.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that sender and receivers share, and the signature of Standard Webhooks that is made with it. */
final class SigningKey {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads the secret as it is set.
     *
     * @throws IllegalArgumentException when it is none; the message does not show it
     */
    static SigningKey parse(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw refused("it does not begin with " + PREFIX);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException notBase64) {
            throw refused("what follows " + PREFIX + " is not base64");
        }
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw refused("it has " + key.length + " bytes, not " + SHORTEST + " to " + LONGEST);
        }
        return new SigningKey(key);
    }

    private static IllegalArgumentException refused(String objection) {
        return new IllegalArgumentException("HOLDFAST_INCIDENT_WEBHOOK_SECRET cannot be used (its value is not shown): "
                + objection + "; make one with echo \"whsec_$(openssl rand -base64 32)\"");
    }

    /** The header {@code webhook-signature} for these very bytes. */
    String signature(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}

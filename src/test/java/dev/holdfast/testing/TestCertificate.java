package dev.holdfast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that signs itself, and its private key, both as PEM files.
 *
 * @param certificate whoever trusts this file trusts nobody else
 */
public record TestCertificate(Path certificate, Path key) {

    private static final String PASSWORD = "changeit";

    /**
     * Has the JDK's keytool make one.
     *
     * @param subjects for whom it is, in keytool's words: {@code ip:127.0.0.1,dns:localhost}
     */
    public static TestCertificate make(Path directory, String name, String subjects) {
        return make(directory, name, subjects, "-validity 2");
    }

    /**
     * The same, valid for another time.
     *
     * @param validity from when and for how many days, in keytool's words: {@code -startdate -30d -validity 20}
     */
    public static TestCertificate make(Path directory, String name, String subjects, String validity) {
        Path store = directory.resolve(name + ".p12");
        keytool(
                "-genkeypair -alias it -keyalg EC -groupname secp256r1 " + validity + " -storetype PKCS12 -storepass "
                        + PASSWORD + " -dname CN=" + name + " -ext san=" + subjects + " -keystore",
                store);
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            return new TestCertificate(
                    pem(
                            directory.resolve(name + ".crt"),
                            "CERTIFICATE",
                            keys.getCertificate("it").getEncoded()),
                    pem(
                            directory.resolve(name + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("it", PASSWORD.toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String arguments, Path store) {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String[] command = (tool + " " + arguments + " " + store).split(" ");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool fails: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
        return Files.writeString(file, text);
    }
}

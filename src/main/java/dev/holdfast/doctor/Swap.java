package dev.holdfast.doctor;

import dev.holdfast.link.Address;
import dev.holdfast.link.RedisUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of a server's memory lies in swap, where the server is a process that this machine shows. */
final class Swap {

    private static final Pattern VM_SWAP = Pattern.compile("(?m)^VmSwap:\\s+(\\d{1,15}) kB$");

    private Swap() {}

    /** In bytes. */
    static Seen<Long> of(RedisUrl url, Info info) {
        if (url.master().isPresent() || !isHere(url.addresses().get(0))) {
            return Seen.not("the server runs on another machine");
        }
        Path process = Path.of("/proc", Long.toString(info.number("process_id")));
        try {
            String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            // Behind a forwarded port the number belongs to somebody else.
            if (!command.contains(":" + info.text("tcp_port"))) {
                return Seen.not("the server is no process of this machine");
            }
            Matcher swap = VM_SWAP.matcher(Files.readString(process.resolve("status"), StandardCharsets.ISO_8859_1));
            return swap.find()
                    ? Seen.of(Long.parseLong(swap.group(1)) * 1024)
                    : Seen.not("this system does not tell what lies in swap");
        } catch (IOException hidden) {
            return Seen.not("the server's process is not to be seen from here");
        }
    }

    private static boolean isHere(Address address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}

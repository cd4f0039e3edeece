package dev.holdfast.webhook;

import java.net.InetAddress;
import java.util.Deque;
import org.apache.hc.client5.http.DnsResolver;

/** A name that leads elsewhere each time it is asked for. */
final class ChangingName implements DnsResolver {

    private final Deque<InetAddress> answers;

    ChangingName(Deque<InetAddress> answers) {
        this.answers = answers;
    }

    @Override
    public InetAddress[] resolve(String host) {
        return new InetAddress[] {answers.remove()};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}

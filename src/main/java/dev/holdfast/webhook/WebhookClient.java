package dev.holdfast.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The wire to one receiver: one POST for each attempt, on a connection of its own, to an address that was checked. It
 * follows no redirect, uses no proxy, keeps no cookie, repeats nothing, and reads nothing behind the header.
 */
final class WebhookClient implements AutoCloseable {

    private static final int LONGEST_WAIT_DIGITS = 9;

    private final Webhook webhook;
    private final SigningKey key;
    private final Duration limit;
    private final ScheduledExecutorService alarms;
    private final CloseableHttpClient http;

    /** @param alarms where an attempt that takes too long is ended */
    WebhookClient(
            Webhook webhook,
            SigningKey key,
            DnsResolver addresses,
            Duration connectLimit,
            Duration limit,
            ScheduledExecutorService alarms) {
        this.webhook = webhook;
        this.key = key;
        this.limit = limit;
        this.alarms = alarms;
        Timeout silence = Timeout.of(limit);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(addresses)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(connectLimit))
                                .setSocketTimeout(silence)
                                .build())
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(silence).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(silence)
                        .setResponseTimeout(silence)
                        .setProtocolUpgradeEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .setUserAgent("Holdfast")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * Delivers the letter.
     *
     * @throws NotDelivered when nothing or something else than success was answered
     */
    void post(Letter letter, Instant now) {
        HttpPost request = request(letter, now.getEpochSecond());
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = alarms.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            HttpHost target = new HttpHost(
                    webhook.url().getScheme(),
                    bare(webhook.host()),
                    webhook.url().getPort());
            ClassicHttpResponse response = http.executeOpen(target, request, null);
            int status = response.getCode();
            if (status < 200 || status > 299) {
                throw NotDelivered.answered(status, retryAfter(response.getFirstHeader("Retry-After"), now));
            }
        } catch (IOException broken) {
            throw NotDelivered.because(late.get() ? "timeout" : reason(broken));
        } finally {
            alarm.cancel(false);
            // Ends the connection: what else the receiver has to say is of no interest, however much it is.
            request.cancel();
        }
    }

    /** The client puts an IPv6 address into brackets itself. */
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private HttpPost request(Letter letter, long timestamp) {
        byte[] body = letter.body().getBytes(StandardCharsets.UTF_8);
        HttpPost request = new HttpPost(webhook.url());
        request.setHeader("webhook-id", letter.id());
        request.setHeader("webhook-timestamp", Long.toString(timestamp));
        request.setHeader("webhook-signature", key.signature(letter.id(), timestamp, body));
        request.setHeader("Connection", "close");
        request.setEntity(new ByteArrayEntity(body, ContentType.create("application/json")));
        return request;
    }

    private static Optional<Duration> retryAfter(@Nullable Header header, Instant now) {
        String value = header == null || header.getValue() == null
                ? ""
                : header.getValue().strip();
        if (!value.isEmpty()
                && value.length() <= LONGEST_WAIT_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(value)).map(then -> Duration.between(now, then));
    }

    /** A word for it: the exception's own message may show what nobody but the receiver may know. */
    private static String reason(IOException broken) {
        if (broken instanceof CheckedAddresses.AddressRefused) {
            return "address_refused";
        }
        if (broken instanceof UnknownHostException) {
            return "unknown_host";
        }
        if (broken instanceof SSLException) {
            return "tls";
        }
        if (broken instanceof SocketTimeoutException) {
            return "timeout";
        }
        return broken instanceof ConnectException ? "connection_refused" : "connection_lost";
    }

    /** Ends what is under way, too. */
    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }
}

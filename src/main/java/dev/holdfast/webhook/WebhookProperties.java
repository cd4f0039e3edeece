package dev.holdfast.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of incidents, and how.
 *
 * @param webhooks URLs with commas between them; none by default, as nobody is told without being named
 * @param webhookSecret what receivers know the sender by, {@code whsec_} and base64; required with webhooks, so that no
 *     receiver learns to believe anybody
 * @param webhookAllowPrivate whether addresses of the own network may be told; false, because whoever can set a URL
 *     could reach what is not meant for them
 * @param webhookConnectLimit how long a connection may take. 2 s: a receiver is far away, and nobody waits
 * @param webhookLimit how long an attempt may take from name to status. 5 s: one that hangs is tried again
 * @param webhookRetryFirst the wait after the first attempt that failed. 5 s: long enough for a restart
 * @param webhookRetryLongest the longest such wait. 1 h: who was away for a night hears within the hour
 */
@ConfigurationProperties("holdfast.incident")
record WebhookProperties(
        @DefaultValue List<String> webhooks,
        @Nullable String webhookSecret,
        @DefaultValue("false") boolean webhookAllowPrivate,
        @DefaultValue("2s") Duration webhookConnectLimit,
        @DefaultValue("5s") Duration webhookLimit,
        @DefaultValue("5s") Duration webhookRetryFirst,
        @DefaultValue("1h") Duration webhookRetryLongest) {

    private static final int MOST = 10;

    WebhookProperties {
        webhooks = webhooks.stream()
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .distinct()
                .toList();
        if (webhooks.size() > MOST) {
            throw new IllegalArgumentException("HOLDFAST_INCIDENT_WEBHOOKS has " + webhooks.size()
                    + " URLs: use at most " + MOST + ", and something behind one of them that tells the others");
        }
        if (webhookSecret != null && webhookSecret.isBlank()) {
            webhookSecret = null;
        }
        if (!webhooks.isEmpty() && webhookSecret == null) {
            throw new IllegalArgumentException("HOLDFAST_INCIDENT_WEBHOOK_SECRET is not set, but"
                    + " HOLDFAST_INCIDENT_WEBHOOKS is: receivers know the sender by it; make one with"
                    + " echo \"whsec_$(openssl rand -base64 32)\"");
        }
        if (webhookConnectLimit.toMillis() < 1 || webhookLimit.compareTo(webhookConnectLimit) < 0) {
            throw new IllegalArgumentException("HOLDFAST_INCIDENT_WEBHOOK_LIMIT is " + webhookLimit.toMillis()
                    + " ms and HOLDFAST_INCIDENT_WEBHOOK_CONNECT_LIMIT " + webhookConnectLimit.toMillis()
                    + " ms: use at least 1 ms, and a limit that is not shorter than that of the connection");
        }
        if (webhookRetryFirst.toMillis() < 10 || webhookRetryLongest.compareTo(webhookRetryFirst) < 0) {
            throw new IllegalArgumentException("HOLDFAST_INCIDENT_WEBHOOK_RETRY_FIRST is "
                    + webhookRetryFirst.toMillis() + " ms and HOLDFAST_INCIDENT_WEBHOOK_RETRY_LONGEST "
                    + webhookRetryLongest.toMillis()
                    + " ms: use at least 10 ms, and a longest wait that is not shorter than the first");
        }
    }

    /** The receivers, numbered from 1 in the order of the setting. */
    List<Webhook> receivers() {
        return IntStream.range(0, webhooks.size())
                .mapToObj(index -> Webhook.parse(index + 1, webhooks.get(index), webhookAllowPrivate))
                .toList();
    }

    SigningKey key() {
        return SigningKey.parse(Objects.requireNonNull(webhookSecret));
    }

    @Override
    public String toString() {
        return "WebhookProperties[webhooks=" + webhooks.size() + "]";
    }
}

package dev.holdfast.doctor;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.Node;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Makes new visits to the nodes, primary first. */
final class NodeVisits implements Supplier<List<Visit>>, AutoCloseable {

    private final Links links;
    private final Tls tls;
    private final Guard guard;
    private final Times times;
    private final List<Supplier<Visit>> visits = new ArrayList<>();
    private final List<LettuceConnectionFactory> opened = new ArrayList<>();

    NodeVisits(Patients patients, Links links, Tls tls, Guard guard, Times times) {
        this.links = links;
        this.tls = tls;
        this.guard = guard;
        this.times = times;
        patients.urls().ifPresent(urls -> {
            visits.add(to(Node.PRIMARY, urls.primary()));
            urls.standby().ifPresent(standby -> visits.add(to(Node.STANDBY, standby)));
        });
    }

    private Supplier<Visit> to(Node node, RedisUrl url) {
        RedisConnectionFactory connections = links.connectionFactory(url);
        if (connections instanceof LettuceConnectionFactory lettuce) {
            // Each visit logs in anew, which is one of the things to be looked at.
            lettuce.setShareNativeConnection(false);
            opened.add(lettuce);
        }
        Reach reach = new Reach(times.nanoTime());
        return () -> {
            String probe = "holdfast:probe:doctor:" + UUID.randomUUID();
            Steps steps = new Steps(node, url, probe, times);
            return new Visit(node, url, connections, steps.inOrder(), reach, tls, guard, times.nanoTime());
        };
    }

    @Override
    public List<Visit> get() {
        return visits.stream().map(Supplier::get).toList();
    }

    @Override
    public void close() {
        opened.forEach(LettuceConnectionFactory::destroy);
    }
}

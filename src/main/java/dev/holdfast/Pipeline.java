package dev.holdfast;

import dev.holdfast.embedded.EmbeddedRedis;
import dev.holdfast.failover.ActiveNode;
import dev.holdfast.failover.FailoverJobQueue;
import dev.holdfast.guard.Guard;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.job.StaleNodes;
import dev.holdfast.reconcile.WayHome;
import dev.holdfast.reconcile.WaysHome;
import dev.holdfast.redis.RedisNodes;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.spool.Spool;
import dev.holdfast.spool.SpoolingJobQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The map of the house: through what a job passes on its way into Redis, outermost last. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Lifetimes.class)
class Pipeline {

    @Bean
    JobQueue jobQueue(RedisNodes nodes, Guard guard, ActiveNode activeNode, ObjectProvider<Spool> spool) {
        Spool lastResort = spool.getIfAvailable();
        Relatives relatives = new Relatives(nodes, Optional.ofNullable(lastResort));
        JobQueue primary = relatives.heededAt(Node.PRIMARY, guard.around(Node.PRIMARY, nodes.primary()));
        Optional<JobQueue> standby =
                nodes.standby().map(node -> relatives.heededAt(Node.STANDBY, guard.around(Node.STANDBY, node)));
        JobQueue failover = new FailoverJobQueue(primary, standby, activeNode);
        return lastResort == null ? failover : new SpoolingJobQueue(failover, lastResort);
    }

    /** Strays go to the primary only, whichever node is active (docs/protocol.md, R14); rows to the node they name (R4). */
    @Bean
    WaysHome waysHome(RedisNodes nodes, Guard guard, ActiveNode activeNode, ObjectProvider<Spool> spool) {
        Relatives relatives = new Relatives(nodes, Optional.ofNullable(spool.getIfAvailable()));
        JobQueue primary = relatives.heededAt(Node.PRIMARY, guard.around(Node.PRIMARY, nodes.primary()));
        Optional<JobQueue> standby =
                nodes.standby().map(node -> relatives.heededAt(Node.STANDBY, guard.around(Node.STANDBY, node)));
        List<WayHome> ways = new ArrayList<>();
        nodes.strays()
                .ifPresent(strays -> ways.add(WayHome.ofStrays(
                        strays, primary, activeNode::mayDrain, nodes.safetyOf(Node.PRIMARY), nodes.acceptedByBoth())));
        spool.ifAvailable(rows -> {
            ways.add(fromSpool(rows, Node.PRIMARY, primary, nodes, activeNode));
            standby.ifPresent(node -> ways.add(fromSpool(rows, Node.STANDBY, node, nodes, activeNode)));
        });
        return new WaysHome(ways);
    }

    private static WayHome fromSpool(Spool spool, Node node, JobQueue home, RedisNodes nodes, ActiveNode activeNode) {
        return WayHome.ofSpool(
                node, spool.rows(node, activeNode::node), home, () -> activeNode.isUsable(node), nodes.safetyOf(node));
    }

    @Bean
    Greeting greeting(ObjectProvider<EmbeddedRedis> embedded, RqSettings rq) {
        return new Greeting(embedded, rq);
    }

    /** Looked up late: the view of the nodes is made from them, and they have to know of it. */
    @Bean
    StaleNodes staleNodes(ObjectProvider<ActiveNode> activeNode) {
        return new StaleNodes(node -> activeNode.getObject().isStale(node));
    }

    @Bean
    NodeStates nodeStates(RedisNodes nodes) {
        return new NodeStates(nodes::states);
    }
}

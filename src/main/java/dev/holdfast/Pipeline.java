package dev.holdfast;

import dev.holdfast.guard.Guard;
import dev.holdfast.job.JobQueue;
import dev.holdfast.job.Node;
import dev.holdfast.job.NodeStates;
import dev.holdfast.redis.RedisNodes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The map of the house: through what a job passes on its way into Redis, outermost last. */
@Configuration(proxyBeanMethods = false)
class Pipeline {

    @Bean
    JobQueue jobQueue(RedisNodes nodes, Guard guard) {
        return guard.around(Node.PRIMARY, nodes.primary());
    }

    @Bean
    NodeStates nodeStates(RedisNodes nodes) {
        return new NodeStates(nodes::states);
    }
}

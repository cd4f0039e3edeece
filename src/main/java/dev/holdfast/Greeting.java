package dev.holdfast;

import dev.holdfast.embedded.EmbeddedRedis;
import dev.holdfast.rq.RqSettings;
import dev.holdfast.rq.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Tells whoever has just started the service with nothing configured what to paste next; else it is silent. */
final class Greeting implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    private final ObjectProvider<EmbeddedRedis> embedded;
    private final RqSettings rq;

    Greeting(ObjectProvider<EmbeddedRedis> embedded, RqSettings rq) {
        this.embedded = embedded;
        this.rq = rq;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent opened) {
        embedded.ifAvailable(pair -> greet(pair, opened.getWebServer().getPort()));
    }

    private void greet(EmbeddedRedis pair, int port) {
        String serializer = rq.serializerOf(rq.queue()) == Serializer.JSON ? "-S rq.serializers.JSONSerializer " : "";
        log.info("""
                Holdfast takes jobs on port {}. Try it:

                curl -s http://127.0.0.1:{}/enqueue -H 'Content-Type: application/json' -d '{"task": "os.path.basename", "args": ["a/b"]}'
                rq worker {}--url {} {}
                """, port, port, serializer, pair.primaryUrl(), rq.queue());
    }
}

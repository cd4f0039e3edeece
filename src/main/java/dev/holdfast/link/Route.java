package dev.holdfast.link;

import io.lettuce.core.RedisURI;
import java.util.function.Function;

/** How a link finds its node, each time it is opened. */
sealed interface Route {

    /**
     * Where the node is now.
     *
     * @throws LinkRefused if nobody tells
     */
    RedisURI find();

    /** Hears that this link leads there now. */
    void taken(OpenLink link);

    /** Hears that what was found was no node to be trusted. */
    void refused();

    /** One address that does not change; a name that has moved is followed, since it is resolved anew each time. */
    record Fixed(RedisURI uri) implements Route {

        @Override
        public RedisURI find() {
            return uri;
        }

        @Override
        public void taken(OpenLink link) {}

        @Override
        public void refused() {}
    }

    /** The address that Sentinels name; while a link is open they are asked again and again. */
    record BySentinels(Sentinels sentinels, Function<Address, RedisURI> uris) implements Route {

        @Override
        public RedisURI find() {
            return uris.apply(sentinels.master());
        }

        @Override
        public void taken(OpenLink link) {
            sentinels.watch(link);
        }

        @Override
        public void refused() {
            sentinels.doubt();
        }
    }
}

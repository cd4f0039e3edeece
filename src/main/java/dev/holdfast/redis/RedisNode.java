package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import java.util.List;

/** One node: the link to it, and the script that places jobs there. */
record RedisNode(RedisLink link, PlaceScript place) {

    static RedisNode open(Links links, Node node, RedisUrl url) {
        PlaceScript place = new PlaceScript(node);
        return new RedisNode(links.open(node, url, List.of(place.script())), place);
    }
}

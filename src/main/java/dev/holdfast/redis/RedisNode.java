package dev.holdfast.redis;

import dev.holdfast.job.Node;
import dev.holdfast.link.Links;
import dev.holdfast.link.RedisLink;
import dev.holdfast.link.RedisUrl;
import dev.holdfast.link.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * One node: the link to it, and the scripts that run there.
 *
 * @param strays those that bring jobs home; a link knows them on the standby only
 */
record RedisNode(
        RedisLink link, PlaceScript place, ChangeScripts changes, Withdrawals withdrawals, StrayScripts strays) {

    static RedisNode open(Links links, Node node, RedisUrl url) {
        PlaceScript place = new PlaceScript(node);
        ChangeScripts changes = new ChangeScripts();
        StrayScripts strays = new StrayScripts();
        List<Script> scripts = new ArrayList<>(List.of(place.script()));
        scripts.addAll(changes.all());
        if (node == Node.STANDBY) {
            scripts.addAll(strays.all());
        }
        return new RedisNode(links.open(node, url, scripts), place, changes, new Withdrawals(node, changes), strays);
    }
}

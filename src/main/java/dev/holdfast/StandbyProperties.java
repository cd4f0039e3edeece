package dev.holdfast;

import dev.holdfast.job.StandbyUse;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the standby is for.
 *
 * @param workers whether RQ workers run there. false: then no job can run on both nodes
 */
@ConfigurationProperties("holdfast.standby")
record StandbyProperties(@DefaultValue("false") boolean workers) {

    StandbyUse use() {
        return workers ? StandbyUse.WORKPLACE : StandbyUse.SAFE_BOX;
    }
}

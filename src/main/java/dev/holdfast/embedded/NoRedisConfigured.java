package dev.holdfast.embedded;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Holds when neither the primary nor the standby has a URL. */
final class NoRedisConfigured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return !StringUtils.hasText(environment.getProperty("holdfast.redis.primary-url"))
                && !StringUtils.hasText(environment.getProperty("holdfast.redis.standby-url"));
    }
}

package dev.holdfast.enqueue;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which tasks may be named.
 *
 * @param allowedTasks globs such as {@code reports.*}; without any, every task is allowed where only this machine can
 *     ask, and the service does not start elsewhere, because whoever names a task runs code on the workers
 */
@ConfigurationProperties("holdfast")
record TaskProperties(@DefaultValue List<String> allowedTasks) {}

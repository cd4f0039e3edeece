package dev.holdfast.workers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests with the whole service, a real Redis and real workers; they take a {@link Workshop} as parameter. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("workers")
@Tag("redis")
@Tag("one-redis-is-enough")
@ExtendWith(OpenWorkshop.class)
@interface WithWorkers {}

package dev.holdfast.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;

/** Tells that a connection has ended, whoever ended it. */
record LostListener(Runnable lost) implements RedisConnectionStateListener {

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        lost.run();
    }
}

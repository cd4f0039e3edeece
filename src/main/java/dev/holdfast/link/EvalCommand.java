package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.function.Consumer;

/** One call on the wire; Lettuce ends it from its own threads, exactly once. */
final class EvalCommand extends Command<byte[], byte[], List<byte[]>> {

    private final Consumer<Reply> settle;
    private final Runnable unknownScript;
    private final String run;

    /** @param unknownScript what to do when the node has forgotten the script, which then did not run */
    EvalCommand(
            CommandType type,
            CommandArgs<byte[], byte[]> args,
            String run,
            Consumer<Reply> settle,
            Runnable unknownScript) {
        super(type, new ValueListOutput<>(ByteArrayCodec.INSTANCE), args);
        this.run = run;
        this.settle = settle;
        this.unknownScript = unknownScript;
    }

    @Override
    public void complete() {
        super.complete();
        String error = getOutput().hasError() ? String.valueOf(getOutput().getError()) : null;
        if (error == null) {
            settle.accept(new Reply.Answer(getOutput().get(), run));
        } else if (error.startsWith("NOSCRIPT")) {
            unknownScript.run();
        } else {
            settle.accept(new Reply.ServerError(error));
        }
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean first = super.completeExceptionally(failure);
        if (first) {
            settle.accept(meaningOf(failure));
        }
        return first;
    }

    @Override
    public void cancel() {
        super.cancel();
        settle.accept(new Reply.Lost(Reason.CONNECTION_LOST));
    }

    /** What a failure of Lettuce's says about the command; what is not known to be unsent is lost. */
    static Reply meaningOf(Throwable failure) {
        if (failure instanceof RedisCommandExecutionException error) {
            return new Reply.ServerError(String.valueOf(error.getMessage()));
        }
        if (failure instanceof RedisException) {
            String message = String.valueOf(failure.getMessage());
            if (message.contains("Commands are rejected")) {
                return new Reply.NotSent(Reason.UNREACHABLE);
            }
            if (message.contains("queue size exceeded")) {
                return new Reply.NotSent(Reason.OVERLOADED);
            }
        }
        return new Reply.Lost(Reason.CONNECTION_LOST);
    }
}

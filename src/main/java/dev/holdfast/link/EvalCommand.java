package dev.holdfast.link;

import dev.holdfast.job.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;
import java.util.function.Consumer;

/** One call on the wire; Lettuce ends it from its own threads, exactly once. */
final class EvalCommand extends Command<byte[], byte[], List<byte[]>> {

    private static final int CRLF = '\r' << 8 | '\n';

    private final List<byte[]> words;
    private final Consumer<Reply> settle;
    private final Runnable unknownScript;
    private final String run;

    /**
     * A command that is not sent yet.
     *
     * @param words what follows the command's name
     * @param unknownScript what to do when the node has forgotten the script, which then did not run
     */
    EvalCommand(CommandType type, List<byte[]> words, String run, Consumer<Reply> settle, Runnable unknownScript) {
        super(type, new ValueListOutput<>(ByteArrayCodec.INSTANCE));
        this.words = words;
        this.run = run;
        this.settle = settle;
        this.unknownScript = unknownScript;
    }

    /** Writes the command as RESP: a job has fifty words, and Lettuce's own encoder makes an object of each. */
    @Override
    public void encode(ByteBuf buffer) {
        writeLength(buffer, '*', 1 + words.size());
        writeWord(buffer, getType().getBytes());
        words.forEach(word -> writeWord(buffer, word));
    }

    private static void writeWord(ByteBuf buffer, byte[] word) {
        writeLength(buffer, '$', word.length);
        buffer.writeBytes(word);
        ByteBufUtil.writeShortBE(buffer, CRLF);
    }

    private static void writeLength(ByteBuf buffer, char kind, int length) {
        buffer.writeByte(kind);
        ByteBufUtil.writeAscii(buffer, Integer.toString(length));
        ByteBufUtil.writeShortBE(buffer, CRLF);
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
        if (failure instanceof RedisProtocolException || failure instanceof UnsupportedOperationException) {
            // No RESP, or none that can be a list: Lettuce may go on with the next reply all the same.
            return new Reply.Lost(Reason.PROTOCOL_ERROR);
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

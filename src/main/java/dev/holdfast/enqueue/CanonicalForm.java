package dev.holdfast.enqueue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tree as bytes, equal for equal trees and for no others: every value begins with its type, every text with its
 * length, every collection with its size, and names are sorted. Not for several threads.
 */
final class CanonicalForm {

    private byte[] bytes = new byte[512];
    private int size;

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    CanonicalForm write(@Nullable Object value) {
        if (value == null) {
            tag('n');
        } else if (value instanceof String text) {
            tag('s');
            block(text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Long number) {
            tag('i');
            number(number);
        } else if (value instanceof Boolean flag) {
            tag(flag ? 't' : 'f');
        } else if (value instanceof Map<?, ?> members) {
            object(members);
        } else if (value instanceof List<?> elements) {
            tag('a');
            number(elements.size());
            elements.forEach(this::write);
        } else if (value instanceof Double number) {
            tag('d');
            number(Double.doubleToLongBits(number));
        } else if (value instanceof BigInteger number) {
            tag('I');
            block(number.toByteArray());
        } else {
            throw new IllegalArgumentException(
                    "a tree has no " + value.getClass().getName());
        }
        return this;
    }

    private void object(Map<?, ?> members) {
        tag('o');
        number(members.size());
        String[] names = members.keySet().toArray(new String[0]);
        Arrays.sort(names);
        for (String name : names) {
            block(name.getBytes(StandardCharsets.UTF_8));
            write(members.get(name));
        }
    }

    private void tag(char type) {
        ensure(1);
        bytes[size++] = (byte) type;
    }

    private void number(long value) {
        ensure(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    private void block(byte[] block) {
        number(block.length);
        ensure(block.length);
        System.arraycopy(block, 0, bytes, size, block.length);
        size += block.length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

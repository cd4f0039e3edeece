package dev.holdfast.rq;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Unpickler;
import net.razorvine.pickle.objects.ClassDict;
import org.jspecify.annotations.Nullable;

/**
 * A value that a Python function returned, if it is plain data.
 *
 * @param readable whether it is; if not, the value is null
 */
record ReturnValue(boolean readable, @Nullable Object value) {

    static final ReturnValue NOTHING = new ReturnValue(true, null);
    static final ReturnValue NOT = new ReturnValue(false, null);

    private static final int MOST_BYTES = 1024 * 1024;

    /** A pickle of a few bytes can refer to itself, or unfold beyond measure. */
    private static final int MOST_NODES = 100_000;

    static ReturnValue json(byte[] bytes, ObjectReader json) {
        if (bytes.length > MOST_BYTES) {
            return NOT;
        }
        try {
            return plain(json.readValue(bytes));
        } catch (IOException e) {
            return NOT;
        }
    }

    static ReturnValue pickle(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            return NOT;
        }
        try {
            return plain(new Unpickler().loads(bytes));
        } catch (IOException | RuntimeException e) {
            // The unpickler answers bytes that make no sense with whatever they lead it to.
            return NOT;
        }
    }

    private static ReturnValue plain(@Nullable Object value) {
        try {
            return new ReturnValue(true, new Copy().of(value, PlainTree.DEEPEST));
        } catch (NotPlain e) {
            return NOT;
        }
    }

    /** One pass over a tree, which ends at what is not plain data or at the bounds. */
    private static final class Copy {

        private int nodesLeft = MOST_NODES;

        private @Nullable Object of(@Nullable Object value, int levelsLeft) throws NotPlain {
            // An object of a class that Java does not know is a map to the unpickler.
            if (nodesLeft-- == 0 || levelsLeft < 0 || value instanceof ClassDict) {
                throw new NotPlain();
            } else if (value instanceof Map<?, ?> map) {
                return map(map, levelsLeft - 1);
            } else if (value instanceof List<?> list) {
                return list(list, levelsLeft - 1);
            } else if (value instanceof Object[] tuple) {
                return list(Arrays.asList(tuple), levelsLeft - 1);
            } else if (value == null || value instanceof Boolean || value instanceof String || isNumber(value)) {
                return value;
            }
            throw new NotPlain();
        }

        private Map<String, @Nullable Object> map(Map<?, ?> map, int levelsLeft) throws NotPlain {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new NotPlain();
                }
                copy.put(key, of(entry.getValue(), levelsLeft));
            }
            return copy;
        }

        private List<@Nullable Object> list(List<?> list, int levelsLeft) throws NotPlain {
            List<@Nullable Object> copy = new ArrayList<>();
            for (Object element : list) {
                copy.add(of(element, levelsLeft));
            }
            return copy;
        }

        /** JSON has no word for an infinite number. */
        private static boolean isNumber(Object value) {
            return value instanceof Integer
                    || value instanceof Long
                    || value instanceof BigInteger
                    || (value instanceof Double number && Double.isFinite(number));
        }
    }

    private static final class NotPlain extends Exception {

        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}

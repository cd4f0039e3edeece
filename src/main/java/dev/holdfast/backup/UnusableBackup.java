package dev.holdfast.backup;

/** A file is no backup, or not a whole one; the message says why, and nothing of what is in it. */
final class UnusableBackup extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableBackup(String message) {
        super(message);
    }
}

package dev.holdfast.link;

/**
 * Which certificates a TLS connection trusts and shows: the name of one of Spring Boot's SSL bundles.
 *
 * @param setting under which an operator set it, for messages
 */
public record SslBundleName(String setting, String name) {}

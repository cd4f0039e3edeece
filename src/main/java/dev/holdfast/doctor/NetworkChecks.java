package dev.holdfast.doctor;

import static dev.holdfast.doctor.Judgement.ok;
import static dev.holdfast.doctor.Judgement.problem;
import static dev.holdfast.doctor.Judgement.warning;

import dev.holdfast.job.Reason;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether each Redis can be reached from here, lets us in, and has room for connections. */
final class NetworkChecks {

    static final List<Check> ALL = List.of(
            Check.ofNode("network-name", Group.NETWORK, NetworkChecks::name),
            Check.ofNode("network-port", Group.NETWORK, NetworkChecks::port),
            Check.ofNode(
                    "network-tls", Group.NETWORK, node -> node.see(Part.TLS).judge(NetworkChecks::tls)),
            Check.ofNode("network-login", Group.NETWORK, NetworkChecks::login),
            Check.ofNode("network-rights", Group.NETWORK, NetworkChecks::rights),
            Check.ofNode("network-round-trip", Group.NETWORK, NetworkChecks::roundTrip),
            Check.ofNode("network-clients", Group.NETWORK, NetworkChecks::clients),
            Check.ofNode("network-rejections", Group.NETWORK, NetworkChecks::rejections),
            Check.ofNode("network-buffers", Group.NETWORK, NetworkChecks::buffers));

    private static final Duration EXPIRES_SOON = Duration.ofDays(30);
    /** A quarter of what one attempt to place a job has. */
    private static final Duration FAR = Duration.ofMillis(100);

    private static final double MUCH = 0.8;
    private static final double TOO_MUCH = 0.95;
    private static final long LARGE_BUFFER = 32L << 20;
    private static final Pattern NORMAL_LIMIT = Pattern.compile("normal (\\d{1,18}) ");

    private NetworkChecks() {}

    private static Judgement name(NodeReading node) {
        Seen<Contact> name = node.see(Part.NAME);
        if (!name.isThere()) {
            return problem("the name was not resolved: " + name.why(), "Look at the machine's resolver.");
        }
        return name.judge(contact -> contact.obstacle().isPresent()
                ? problem("the name does not resolve" + in(contact), "Correct the host in the URL, or the DNS.")
                : ok("resolves" + in(contact)));
    }

    private static Judgement port(NodeReading node) {
        return node.see(Part.PORT)
                .judge(contact -> contact.obstacle()
                        .map(reason -> problem(
                                reason.word() + in(contact),
                                reason == Reason.CONNECTION_REFUSED
                                        ? "Nobody listens there: start Redis, or correct the port in the URL."
                                        : "A firewall, a route, or a machine that is down."))
                        .orElseGet(() -> ok("connected" + in(contact))));
    }

    private static String in(Contact contact) {
        String more = contact.text().isEmpty() ? "" : ", " + contact.text();
        return " (" + Amounts.millis(contact.took()) + more + ")";
    }

    private static Judgement tls(Handshake handshake) {
        if (!handshake.wanted()) {
            return ok("the URL asks for none");
        }
        String expiry = handshake
                .validFor()
                .map(left -> left.isNegative()
                        ? "it expired " + Amounts.roughly(left.negated()) + " ago"
                        : "it expires in " + Amounts.roughly(left))
                .orElse("no certificate was shown");
        boolean expired = handshake.validFor().filter(Duration::isNegative).isPresent();
        if (!handshake.objection().isEmpty() || expired) {
            String objection = handshake.objection().isEmpty() ? "the certificate has expired" : handshake.objection();
            return problem(objection + "; " + expiry, "docs/runbook.md, TLS and Sentinel, has each of these.");
        }
        boolean soon = handshake
                .validFor()
                .filter(left -> left.compareTo(EXPIRES_SOON) < 0)
                .isPresent();
        return soon
                ? warning("the certificate is trusted; " + expiry, "Renew the certificate.")
                : ok("the certificate is trusted; " + expiry);
    }

    private static Judgement login(NodeReading node) {
        return node.see(Part.LOGIN)
                .judge(contact -> contact.obstacle()
                        .map(reason -> problem(
                                reason.word() + (contact.text().isEmpty() ? "" : ": " + contact.text()),
                                loginFix(reason)))
                        .orElseGet(() -> ok("logged in within " + Amounts.millis(contact.took()))));
    }

    private static String loginFix(Reason reason) {
        return switch (reason) {
            case NOAUTH -> "Correct user and password in the URL, percent-encoded, and restart.";
            case NO_REPLY -> "It accepts connections and does not answer: hung, swapping, a slow disk, or no Redis.";
            default -> "docs/runbook.md, Reasons, tells what " + reason.word() + " means.";
        };
    }

    private static Judgement rights(NodeReading node) {
        return node.see(Part.DENIED).judge(denied -> {
            if (!denied.isEmpty()) {
                return problem(
                        "the user lacks " + String.join(", ", denied),
                        "README.md, Redis rights, has the ACL that is needed.");
            }
            boolean told =
                    node.see(Part.INFO).isThere() && node.see(Part.CONFIG).isThere();
            return told
                    ? ok("the user may use all that Holdfast needs")
                    : warning(
                            "the user may use all that is needed, but not all of INFO and CONFIG GET",
                            "Allow +info and +config|get: they tell restarts, the role, and how safe a job is.");
        });
    }

    private static Judgement roundTrip(NodeReading node) {
        return node.see(Part.ROUND_TRIPS).judge(trips -> {
            if (trips.sorted().isEmpty()) {
                return problem(trips.toString(), "It does not answer: hung, swapping, or a network that drops.");
            } else if (trips.median().compareTo(FAR) >= 0) {
                return problem(trips.toString(), "It is too far away: attempts end after 400 ms.");
            }
            return trips.lost() > 0 || trips.slowestButOneInAHundred().compareTo(FAR) >= 0
                    ? warning(
                            trips.toString(),
                            "Look at slow commands, the CPU of both machines, and the network between them.")
                    : ok(trips.toString());
        });
    }

    private static Judgement clients(NodeReading node) {
        return node.info("connected_clients", "maxclients").judge(info -> {
            long clients = info.number("connected_clients");
            long bound = info.number("maxclients");
            double share = (double) clients / Math.max(1, bound);
            String evidence = clients + " of " + bound + " clients, of which " + info.number("blocked_clients")
                    + " wait for something, as idle workers do";
            String fix = "CLIENT LIST tells whose they are; raise maxclients, and the system's open files.";
            if (share >= TOO_MUCH) {
                return problem(evidence, fix);
            }
            return share >= MUCH ? warning(evidence, fix) : ok(evidence);
        });
    }

    private static Judgement rejections(NodeReading node) {
        return node.info("rejected_connections").judge(info -> {
            long rejected = info.number("rejected_connections");
            return rejected == 0
                    ? ok("none since it started")
                    : warning(
                            rejected + " connections were turned away at maxclients since it started",
                            "Raise maxclients, and the system's open files; CLIENT LIST tells who holds so many.");
        });
    }

    private static Judgement buffers(NodeReading node) {
        return node.info("client_recent_max_output_buffer").judge(info -> {
            long largest = info.number("client_recent_max_output_buffer");
            long cut = info.number("client_output_buffer_limit_disconnections");
            long bound = node.config("client-output-buffer-limit").isThere()
                    ? normalLimit(node.config("client-output-buffer-limit").get())
                    : 0;
            String evidence = "the largest of late held " + Amounts.bytes(largest)
                    + (bound == 0 ? "" : ", clients are cut off at " + Amounts.bytes(bound))
                    + (cut == 0 ? "" : ", " + cut + " were cut off since it started");
            boolean full = bound > 0 && largest >= MUCH * bound;
            return cut > 0 || full || largest >= LARGE_BUFFER
                    ? warning(evidence, "A client reads more slowly than it asks: CLIENT LIST, omem, tells which.")
                    : ok(evidence);
        });
    }

    private static long normalLimit(String limits) {
        Matcher normal = NORMAL_LIMIT.matcher(limits);
        return normal.find() ? Long.parseLong(normal.group(1)) : 0;
    }
}

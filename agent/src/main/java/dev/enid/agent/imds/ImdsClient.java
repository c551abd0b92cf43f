package dev.enid.agent.imds;

import dev.enid.agent.imds.HttpFailure.Trouble;
import dev.enid.core.ip.Ip;
import dev.enid.core.reading.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys of IMDS over one kept-alive connection: which way, how often, how fast, and what a refusal means. For one thread at a
 * time; the counts may be read by any.
 */
final class ImdsClient implements AutoCloseable {

    private static final String METADATA = "/latest/meta-data/";
    private static final Request FOR_TOKEN = new Request("PUT", ImdsSession.TOKEN_PATH, ImdsSession.TOKEN_REQUEST);
    private static final long FIRST_BACK_OFF = 50_000_000;
    private static final long MOST_BACK_OFF = 1_000_000_000;

    private final ImdsSettings settings;
    private final Timing timing;
    private final ImdsRoute route;
    private final Pace pace;
    private final ImdsSession session;
    private Optional<HttpConnection> connection = Optional.empty();
    private long readingUntil;
    /** Whether the last request was answered; in an outage nobody is to wait for several attempts each time. */
    private boolean answering = true;

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();

    ImdsClient(ImdsSettings settings, Timing timing) {
        this.settings = settings;
        this.timing = timing;
        route = new ImdsRoute(settings.endpoints(), timing.nanos());
        pace = new Pace(settings.requestsPerSecond(), timing.nanos());
        session = new ImdsSession(settings.version1(), timing.nanos());
    }

    /** Starts a reading: all of its requests together have the reading's timeout. */
    void begin(String doing) throws ImdsFailure {
        if (settings.disabled()) {
            throw new ImdsFailure(
                    Kind.DISABLED, doing, ImdsSettings.DISABLED + " is true; unset it to let enid read IMDS");
        }
        readingUntil = timing.nanos().getAsLong() + settings.readingTimeout().toNanos();
    }

    /** This host's own addresses, to connect from where the default route does not lead to IMDS. */
    void sources(List<Ip> own) {
        route.sources(own);
    }

    /**
     * What IMDS has under {@code /latest/meta-data/}, empty when it answers 404: there is none, or none yet.
     *
     * @param doing what this is for, in words that fit after "while"
     */
    Optional<String> get(String key, String doing) throws ImdsFailure {
        int attempts = answering ? settings.attempts() : 1;
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<String> value = once(key, doing);
                answering = true;
                return value;
            } catch (ImdsFailure e) {
                if (!isWorthAnother(e.fault().kind()) || attempt >= attempts || isInterrupted()) {
                    answering = e.fault().kind() != Kind.UNREACHABLE;
                    throw e;
                }
                pause(backOff(attempt), doing);
                retries.incrementAndGet();
            }
        }
    }

    private static boolean isWorthAnother(Kind kind) {
        return kind == Kind.UNREACHABLE || kind == Kind.SERVER || kind == Kind.THROTTLED;
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private Duration backOff(int attempt) {
        long most = Math.min(FIRST_BACK_OFF << Math.min(attempt - 1, 10), MOST_BACK_OFF);
        return Duration.ofNanos(most / 2 + timing.random().nextLong(most / 2));
    }

    private Optional<String> once(String key, String doing) throws ImdsFailure {
        Request request = new Request("GET", METADATA + key, tokenField(doing));
        HttpAnswer answer = exchange(request, doing);
        if (answer.status() == 401 && !request.field.isEmpty()) {
            // Expired while this machine was suspended, or forgotten by IMDS: a new one, once.
            session.forget();
            answer = exchange(new Request("GET", METADATA + key, tokenField(doing)), doing);
        }
        session.answered(answer.status());
        if (answer.status() == 200) {
            return Optional.of(answer.body());
        }
        if (answer.status() == 404) {
            return Optional.empty();
        }
        throw session.refusal(answer.status(), route.endpoint(), doing);
    }

    /** The header field with the token, which is asked for if need be; empty where IMDS is to be asked without one. */
    private String tokenField(String doing) throws ImdsFailure {
        if (session.wantsToken()) {
            HttpAnswer answer = exchange(FOR_TOKEN, doing);
            session.take(answer, route.endpoint(), doing);
            tokens.addAndGet(session.token().isPresent() ? 1 : 0);
        }
        return session.token()
                .map(text -> ImdsSession.TOKEN + ": " + text + "\r\n")
                .orElse("");
    }

    /**
     * @param field a whole header field with its line end, or nothing
     */
    private record Request(String method, String path, String field) {

        String head(Endpoint to) {
            return method + " " + to.path() + path + " HTTP/1.1\r\nHost: " + to.authority()
                    + "\r\nUser-Agent: enid\r\nAccept: */*\r\n" + field + "\r\n";
        }
    }

    private HttpAnswer exchange(Request request, String doing) throws ImdsFailure {
        pause(pace.next(), doing);
        boolean connected = false;
        try {
            boolean kept = connection.isPresent() && connection.get().isIdle();
            HttpConnection over = kept ? connection.orElseThrow() : connect();
            connected = true;
            try {
                return send(over, request);
            } catch (HttpFailure e) {
                if (!kept || e.trouble() != Trouble.CLOSED) {
                    throw e;
                }
                // The server closed it for idleness just as the request went out: nothing was answered, so again, once.
                connected = false;
                over = connect();
                connected = true;
                return send(over, request);
            }
        } catch (HttpFailure e) {
            drop();
            throw failure(e, doing, connected, request.equals(FOR_TOKEN));
        }
    }

    private HttpAnswer send(HttpConnection over, Request request) throws HttpFailure {
        requests.incrementAndGet();
        long now = timing.nanos().getAsLong();
        long timeout = settings.timeout().toNanos();
        long until = readingUntil - now < timeout ? readingUntil : now + timeout;
        HttpAnswer answer = over.exchange(request.head(route.endpoint()), until);
        if (!answer.reusable()) {
            drop();
        }
        return answer;
    }

    private HttpConnection connect() throws HttpFailure {
        drop();
        HttpConnection made = route.connect(settings.timeout().toNanos(), readingUntil);
        connections.incrementAndGet();
        connection = Optional.of(made);
        return made;
    }

    private void drop() {
        connection.ifPresent(HttpConnection::close);
        connection = Optional.empty();
    }

    private ImdsFailure failure(HttpFailure e, String doing, boolean connected, boolean forToken) {
        if (e.trouble() == Trouble.MALFORMED) {
            return new ImdsFailure(Kind.MALFORMED, doing, e.detail());
        }
        route.turn();
        String detail = connected ? route.endpoint() + ": " + e.detail() : e.detail();
        if (timing.nanos().getAsLong() - readingUntil >= 0) {
            detail += "; the whole reading took longer than "
                    + settings.readingTimeout().toSeconds() + " s";
        } else if (forToken && e.trouble() == Trouble.TIMEOUT) {
            // The answer to PUT is sent with a small TTL, the handshake before it is not.
            detail += "; the connection was made, but no token came: more hops lie between than the token may travel,"
                    + " as in a container. Raise the limit: aws ec2 modify-instance-metadata-options --instance-id ID"
                    + " --http-endpoint enabled --http-put-response-hop-limit 2";
        } else if (e.trouble() == Trouble.TIMEOUT) {
            detail += "; allow more time with " + ImdsSettings.TIMEOUT + " (seconds) where IMDS is slow";
        }
        return new ImdsFailure(Kind.UNREACHABLE, doing, detail);
    }

    private void pause(Duration howLong, String doing) throws ImdsFailure {
        if (howLong.isZero()) {
            return;
        }
        if (timing.nanos().getAsLong() + howLong.toNanos() - readingUntil >= 0) {
            throw new ImdsFailure(
                    Kind.UNREACHABLE,
                    doing,
                    "the whole reading takes longer than "
                            + settings.readingTimeout().toSeconds() + " s");
        }
        try {
            timing.sleeper().sleep(howLong);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ImdsFailure(Kind.UNREACHABLE, doing, "interrupted while waiting");
        }
    }

    long requests() {
        return requests.get();
    }

    ImdsCounts counts() {
        return new ImdsCounts(requests.get(), connections.get(), retries.get(), tokens.get());
    }

    /** What is out of the ordinary about how IMDS is reached, one sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(session.notes());
        if (answering) {
            notes.addAll(route.notes());
        }
        return notes;
    }

    @Override
    public void close() {
        drop();
    }
}

package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.fault.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is answered, to whom, whatever the connection. */
final class ImdsService {

    static final String TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds";
    private static final String TTL_ANSWER = "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: ";
    static final String TOKEN_HEADER = "x-aws-ec2-metadata-token";
    private static final String FORWARDED = "x-forwarded-for";
    private static final List<String> TOKEN_PATH = List.of("latest", "api", "token");
    private static final FaultSpec.HopLimit USUAL_HOPS = new FaultSpec.HopLimit(1);

    /** PUT is left only where there are no tokens. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT");

    private record Grown(Seen seen, MetadataTree.Directory root) {}

    private final MetadataSource source;
    private final MetadataTree trees;
    private final Tokens tokens;
    private final Faults<FaultSpec> faults;
    private final LabTime time;
    private final Throttles throttles = new Throttles();
    private final Map<String, Timeline> timelines = new ConcurrentHashMap<>();
    private final Map<String, Grown> grown = new ConcurrentHashMap<>();

    ImdsService(MetadataSource source, MetadataTree trees, Tokens tokens, Faults<FaultSpec> faults, LabTime time) {
        this.source = source;
        this.trees = trees;
        this.tokens = tokens;
        this.faults = faults;
        this.time = time;
    }

    /** Takes note of a change at the time it happens, rather than when someone asks next. */
    void observe(ImdsInstance instance) {
        timeline(instance).observe(instance, time.now());
    }

    private Timeline timeline(ImdsInstance instance) {
        return timelines.computeIfAbsent(instance.id(), id -> new Timeline());
    }

    /** Whose address this is. */
    Optional<ImdsInstance> instanceOf(Ip client) {
        Optional<ImdsInstance> instance = source.instanceOf(client);
        instance.ifPresent(this::observe);
        return instance;
    }

    /** Answers a request; sleeps while the answer is delayed. */
    Reply answer(ImdsInstance instance, Ip client, Request request) throws InterruptedException {
        String id = instance.id();
        Optional<FaultSpec.Throttle> throttle = faults.look(FaultSpec.Throttle.class, id)
                .map(Faults.Met::fault)
                .filter(limit -> !throttles.admit(instance, client, limit.perSecond(), time.now()));
        if (throttle.isPresent()) {
            faults.meet(FaultSpec.Throttle.class, id);
            return throttle.get().drop() ? new Reply.Silence() : answer(Response.error(503), false);
        }
        Optional<FaultSpec.Outage> outage =
                faults.meet(FaultSpec.Outage.class, id).map(Faults.Met::fault);
        if (outage.isPresent()) {
            return switch (outage.get().manner()) {
                case TIMEOUT -> new Reply.Silence();
                case REFUSE, RESET -> new Reply.Reset();
            };
        }
        Optional<FaultSpec.Delay> delay = faults.meet(FaultSpec.Delay.class, id).map(Faults.Met::fault);
        if (delay.isPresent()) {
            time.sleep(delay.get().by());
        }
        List<String> path = segments(request.path());
        if (faults.meet(FaultSpec.Garbage.class, id, fault -> fault.pattern().matches(path))
                .isPresent()) {
            return new Reply.Garbage();
        }
        Response response = respond(instance, request, path);
        if (response.status() == 200
                && faults.meet(
                                FaultSpec.Truncate.class,
                                id,
                                fault -> fault.pattern().matches(path))
                        .isPresent()) {
            return new Reply.Truncated(response);
        }
        boolean close = faults.meet(FaultSpec.Close.class, id).isPresent();
        int hops = 0;
        if (response.status() == 200 && path.equals(TOKEN_PATH)) {
            hops = faults.meet(FaultSpec.HopLimit.class, id)
                    .map(Faults.Met::fault)
                    .orElse(USUAL_HOPS)
                    .hops();
        }
        return new Reply.Answer(response, close, hops);
    }

    private static Reply answer(Response response, boolean thenClose) {
        return new Reply.Answer(response, thenClose, 0);
    }

    private Response respond(ImdsInstance instance, Request request, List<String> path) {
        String id = instance.id();
        Optional<FaultSpec.ErrorAnswer> error =
                faults.meet(FaultSpec.ErrorAnswer.class, id).map(Faults.Met::fault);
        if (error.isPresent()) {
            return Response.error(error.get().status());
        }
        if (faults.meet(FaultSpec.Disabled.class, id).isPresent()) {
            return Response.error(403);
        }
        Optional<FaultSpec.TokenUse.Version> version =
                faults.look(FaultSpec.TokenUse.class, id).map(met -> met.fault().version());
        boolean tokensThere =
                version.filter(FaultSpec.TokenUse.Version.UNSUPPORTED::equals).isEmpty();
        if (request.method().equals("PUT") && tokensThere) {
            return put(instance, request, path);
        }
        if (tokensThere && path.equals(TOKEN_PATH)) {
            return Response.notAllowed("OPTIONS, PUT");
        }
        if (!METHODS.contains(request.method())) {
            return Response.notAllowed("OPTIONS, GET, HEAD");
        }
        if (!tokensThere) {
            faults.meet(FaultSpec.TokenUse.class, id);
            return request.method().equals("PUT") ? Response.error(404) : get(instance, request, path);
        }
        Optional<String> token = request.header(TOKEN_HEADER);
        if (token.isEmpty()) {
            if (version.isEmpty()) {
                return Response.error(401);
            }
            faults.meet(FaultSpec.TokenUse.class, id);
            return get(instance, request, path);
        }
        if (request.header(FORWARDED).isPresent()) {
            return Response.error(403);
        }
        Optional<Duration> remaining = tokens.remaining(token.get(), id, time.now());
        if (remaining.isEmpty()) {
            return Response.error(401);
        }
        Response response = get(instance, request, path);
        return response.status() == 200 ? response.with(TTL_ANSWER + secondsLeft(remaining.get())) : response;
    }

    /** Rounded up, so that a fresh token has as long as was asked for. */
    private static long secondsLeft(Duration remaining) {
        return remaining.plusSeconds(1).minusNanos(1).toSeconds();
    }

    /** EC2 User Guide: PUT to a dated version's path, and any that was forwarded, is answered 403. */
    private Response put(ImdsInstance instance, Request request, List<String> path) {
        if (!request.path().equals("/latest/api/token")
                || request.header(FORWARDED).isPresent()) {
            return Response.error(403);
        }
        Optional<Integer> seconds = request.header(TTL_HEADER)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .filter(value -> value >= Tokens.SHORTEST && value <= Tokens.LONGEST);
        if (seconds.isEmpty()) {
            return Response.error(400);
        }
        Response response = Response.text(tokens.mint(instance.id(), seconds.get(), time.now()))
                .with(TTL_ANSWER + seconds.get());
        return faults.meet(
                        FaultSpec.Hostile.class,
                        instance.id(),
                        fault -> fault.pattern().matches(path))
                .map(met -> response.withBody(met.fault().body()))
                .orElse(response);
    }

    private Response get(ImdsInstance instance, Request request, List<String> path) {
        String id = instance.id();
        Optional<FaultSpec.Hostile> hostile = faults.meet(
                        FaultSpec.Hostile.class, id, fault -> fault.pattern().matches(path))
                .map(Faults.Met::fault);
        if (hostile.isPresent()) {
            return Response.text(hostile.get().body());
        }
        if (path.isEmpty()) {
            return Response.text(String.join("\n", Versions.ALL));
        }
        if (!Versions.ALL.contains(path.getFirst())) {
            return Response.error(404);
        }
        Grown view = view(instance);
        List<String> below = path.subList(1, path.size());
        Optional<MetadataTree.Node> found = view.root().find(below);
        if (found.isPresent()
                && faults.meet(
                                FaultSpec.Missing.class,
                                id,
                                fault -> fault.pattern().matches(path))
                        .isPresent()) {
            return Response.error(404);
        }
        Optional<List<String>> instead = neighbour(view.seen().instance(), below);
        if (instead.isPresent() && faults.meet(FaultSpec.Wrong.class, id).isPresent()) {
            found = view.root().find(instead.get());
        }
        return found.map(node -> show(node, request, path)).orElseGet(() -> Response.error(404));
    }

    private static Response show(MetadataTree.Node node, Request request, List<String> path) {
        return switch (node) {
            case MetadataTree.Leaf(String text) -> Response.text(text);
            case MetadataTree.Fresh(Supplier<String> text) -> Response.text(text.get());
            case MetadataTree.Unready _ -> Response.error(404);
            case MetadataTree.Directory directory -> {
                boolean version = path.size() == 1;
                yield request.path().endsWith("/") || version
                        ? Response.text(version ? topLevel(directory) : directory.listing())
                        : Response.movedTo("http://" + request.header("host").orElse("169.254.169.254") + "/"
                                + String.join("/", path) + "/");
            }
        };
    }

    /** Alone of all listings, a version's has no slashes. */
    private static String topLevel(MetadataTree.Directory directory) {
        return String.join("\n", directory.children().keySet());
    }

    /** The same key of the next ENI, for a path that is a key of one. */
    private static Optional<List<String>> neighbour(ImdsInstance instance, List<String> path) {
        int macAt = 1 + MetadataTree.MACS.size();
        if (path.size() <= macAt + 1
                || !path.getFirst().equals("meta-data")
                || !path.subList(1, macAt).equals(MetadataTree.MACS)
                || instance.enis().size() < 2) {
            return Optional.empty();
        }
        List<Mac> macs = instance.enis().stream().map(ImdsEni::mac).toList();
        return Mac.tryParse(path.get(macAt)).filter(macs::contains).map(mac -> {
            Mac next = macs.get((macs.indexOf(mac) + 1) % macs.size());
            String[] other = path.toArray(String[]::new);
            other[macAt] = next.toString();
            return Arrays.asList(other);
        });
    }

    /** What shows now; the tree is made anew only when it is another. */
    private Grown view(ImdsInstance instance) {
        String id = instance.id();
        Optional<Instant> frozen = faults.look(FaultSpec.Stale.class, id).map(Faults.Met::since);
        Duration propagation = faults.look(FaultSpec.Propagation.class, id)
                .map(met -> met.fault().takes())
                .orElse(Duration.ZERO);
        Seen seen = timeline(instance).at(frozen.orElseGet(time::now), propagation);
        if (!seen.stages().isEmpty() || !seen.instance().equals(instance)) {
            if (frozen.isPresent()) {
                faults.meet(FaultSpec.Stale.class, id);
            } else {
                faults.meet(FaultSpec.Propagation.class, id);
            }
        }
        Grown last = grown.get(id);
        if (last != null && last.seen().equals(seen)) {
            return last;
        }
        Grown fresh = new Grown(seen, trees.of(seen));
        grown.put(id, fresh);
        return fresh;
    }

    /** The names in a path; several slashes are one, as with the real service. */
    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}

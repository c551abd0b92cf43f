package dev.enid.agent.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.iam.Tag;
import dev.enid.agent.imds.Timing;
import dev.enid.core.ip.Cidr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One move, from the plan to the end, in a world of its own. */
final class Moving {

    final VirtualTime time = new VirtualTime();
    final FakeVpc vpc = new FakeVpc(time);
    final FakeEc2 ec2 = new FakeEc2(vpc, time);
    final Timing timing;
    final List<String> lines = new ArrayList<>();
    final Trail trail;
    MoveOptions options = MoveOptions.STANDARD;

    Moving() {
        this(1);
    }

    Moving(long seed) {
        timing = time.timing(seed);
        trail = new Trail(timing, (_, text) -> lines.add(text));
    }

    static final Resource FLOATING = new Resource.Interface(new EniName.ById(FakeVpc.FLOATING));
    static final Resource BY_TAG = new Resource.Interface(new EniName.ByTag(new Tag("Name", "floating")));
    static final Resource SECONDARY = new Resource.Address(FakeVpc.SECONDARY);
    static final Resource IPV6 = new Resource.Address(FakeVpc.IPV6);
    static final Resource PREFIX = new Resource.Prefix(FakeVpc.PREFIX);
    static final Resource ELASTIC =
            new Resource.Elastic(new dev.enid.agent.ec2.ElasticIpName.ByAddress(FakeVpc.ELASTIC));
    static final Resource ROUTE = new Resource.Route(FakeVpc.TABLE, FakeVpc.DEFAULT);

    /** What A's primary ENI has, and is to go to B's. */
    Moving given(Cidr network) {
        vpc.give(FakeVpc.primary(FakeVpc.A), network);
        return this;
    }

    Moving forceAfter(Duration howLong) {
        options = new MoveOptions(
                false,
                Optional.of(howLong),
                true,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                MoveOptions.TIMEOUT);
        return this;
    }

    Moving forcing() {
        options = new MoveOptions(
                true,
                Optional.empty(),
                true,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                MoveOptions.TIMEOUT);
        return this;
    }

    Moving withoutRestoring() {
        options = new MoveOptions(
                false,
                Optional.empty(),
                false,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                MoveOptions.TIMEOUT);
        return this;
    }

    MovePlan plan(Resource resource) throws MoveFailed, InterruptedException {
        return Survey.plan(ec2, timing, resource, FakeVpc.B, options);
    }

    /** To B; what went wrong, if something did. */
    Optional<MoveFailed> move(Resource resource) {
        try {
            MovePlan plan = plan(resource);
            Preflight.check(ec2, timing, plan);
            new Mover(ec2, timing, trail).move(plan, options);
            return Optional.empty();
        } catch (MoveFailed failed) {
            return Optional.of(failed);
        } catch (InterruptedException e) {
            // Before the first change: so the command says it.
            return Optional.of(MoveFailed.refused("interrupted", "nothing was changed"));
        }
    }

    void succeeds(Resource resource) {
        assertThat(move(resource).map(MoveFailed::lines)).as("%s", lines).isEmpty();
        assertThat(ec2.allConsumed()).as("all faults happened").isTrue();
    }

    MoveFailed fails(Resource resource, MoveFailed.Outcome outcome) {
        Optional<MoveFailed> failed = move(resource);
        assertThat(failed.map(MoveFailed::outcome)).as("%s %s", failed, lines).contains(outcome);
        assertThat(ec2.allConsumed()).as("all faults happened").isTrue();
        return failed.orElseThrow();
    }

    Map<Phase, Duration> reached() {
        return trail.reached();
    }
}

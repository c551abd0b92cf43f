package dev.enid.lab.ec2;

import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fault.FaultOrder;
import dev.enid.lab.fault.Faults;
import dev.enid.lab.fault.Scope;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.kept.KeptRecords;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Answers requests of the Query protocol. Safe for several threads: changes are made one after the other. */
final class Ec2 {

    private static final int OK = 200;

    /** The one version of the API that clients of today speak. */
    private static final String VERSION = "2016-11-15";

    /** @param body an XML document */
    record Answer(int status, String body) {}

    private final SortedMap<String, Actions.Action> actions;
    private final Keyring keys;
    private final LabTime time;
    private final RandomGenerator random;
    private final Cloud cloud;
    private final History history = new History();
    private final Faults<ApiFault> faults;
    private final Trouble trouble;
    private final List<BiConsumer<Vpc, KeptRecords>> keepers = new CopyOnWriteArrayList<>();

    /** @param before what the API kept when the lab was up last */
    Ec2(
            LabVpc network,
            LaunchFacts facts,
            Keyring keys,
            LabTime time,
            RandomGenerator random,
            Optional<KeptRecords> before) {
        this.keys = keys;
        this.time = time;
        this.random = random;
        faults = new Faults<>(time::now);
        trouble = new Trouble(faults, time);
        Records records = new Records(time::now, random);
        cloud = Cloud.of(network, records, random, facts);
        actions = Actions.of(cloud);
        before.ifPresent(kept -> records.restore(kept, network.vpc()));
        records.become(network.vpc());
        remember();
        SlowMoves moves = new SlowMoves(network, faults);
        faults.onSwitch(moves::heed);
        network.watch(vpc -> {
            records.become(vpc);
            moves.follow(vpc);
            remember(vpc);
        });
    }

    private void remember() {
        remember(cloud.vpc());
    }

    private void remember(Vpc vpc) {
        History.Moment moment =
                new History.Moment(time.now(), vpc, cloud.records().copy());
        history.add(moment);
        keepers.forEach(each -> each.accept(vpc, moment.records().kept()));
    }

    /** Tells of what there is, and of every change. */
    void keep(BiConsumer<Vpc, KeptRecords> keeper) {
        keepers.add(keeper);
        remember();
    }

    Faults<ApiFault> faults() {
        return faults;
    }

    /**
     * Carries out what a person asked for.
     *
     * @throws IllegalArgumentException for an action that there is not
     */
    void order(FaultOrder<ApiFault> order) {
        if (order instanceof FaultOrder.Set<ApiFault> set
                && !set.fault().actions().matchesAny(actions.keySet())) {
            String meant = set.fault().actions().text();
            throw new IllegalArgumentException("the lab has no action " + Quoted.of(meant)
                    + Suggestion.of(meant, actions.keySet())
                            .map(each -> "; did you mean \"" + each + "\"?")
                            .orElse("; docs/lab.md lists those it has"));
        }
        faults.order(Scope.LAB, order, _ -> {});
    }

    /** Empty where the connection is to end without an answer. */
    Optional<Answer> answer(Request request) throws InterruptedException {
        String id = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        Query query;
        String name;
        try {
            query = Query.parse(request.form());
            name = query.text("Action").orElse("");
            if (trouble.losesRequest(name)) {
                return Optional.empty();
            }
            Signature.check(request, keys, time.now());
            trouble.admit(name, query);
        } catch (Ec2Fault e) {
            return Optional.of(refusal(id, e));
        }
        Answer answer = carryOut(id, query);
        trouble.hold(name);
        return trouble.losesResponse(name) ? Optional.empty() : Optional.of(answer);
    }

    private Answer carryOut(String id, Query query) throws InterruptedException {
        try {
            String name = query.required("Action");
            List<Xml> answer = new ArrayList<>(List.of(Xml.of("requestId", id)));
            answer.addAll(action(name, query).run(query));
            if (!ApiFault.Lag.READING.matches(name)) {
                remember();
            }
            return new Answer(OK, Xml.of(name + "Response", answer).document(true));
        } catch (Ec2Fault e) {
            return refusal(id, e);
        } catch (VpcException e) {
            return refusal(id, Ec2Fault.of(e));
        } catch (IOException e) {
            return refusal(id, Ec2Fault.internal(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // A mistake of the lab's own: the client gets an answer all the same, and the lab's log tells where.
            e.printStackTrace();
            return refusal(id, Ec2Fault.internal(e.toString()));
        }
    }

    private Actions.Action action(String name, Query query) throws Ec2Fault {
        String version = query.required("Version");
        if (!version.equals(VERSION)) {
            throw unknown(name, version);
        }
        Duration lag = trouble.lag(name);
        History.Moment moment = history.at(time.now().minus(lag));
        boolean lags = !lag.isZero() && !moment.equals(history.now());
        Actions.Action action = (lags ? Actions.of(cloud.at(moment)) : actions).get(name);
        if (action == null) {
            throw unknown(name, version);
        }
        if (lags) {
            trouble.lagged(name);
        }
        return action;
    }

    private Ec2Fault unknown(String name, String version) {
        return Ec2Fault.of(
                "InvalidAction",
                "The action " + name + " is not valid for this web service, version " + version
                        + "; the lab has, of version " + VERSION + ", " + String.join(", ", actions.keySet()));
    }

    private static Answer refusal(String id, Ec2Fault fault) {
        Xml error =
                Xml.with("Error", Xml.of("Code", fault.code()), Xml.of("Message", String.valueOf(fault.getMessage())));
        Xml answer = Xml.with("Response", Xml.with("Errors", error), Xml.of("RequestID", id));
        return new Answer(fault.status(), answer.document(false));
    }
}

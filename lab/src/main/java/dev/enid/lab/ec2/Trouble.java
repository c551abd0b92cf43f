package dev.enid.lab.ec2;

import dev.enid.lab.fault.Faults;
import dev.enid.lab.fault.TokenBuckets;
import dev.enid.lab.imds.LabTime;
import java.time.Duration;
import java.util.Optional;

/** What the faults that are on make of a request, before and after it is carried out. */
final class Trouble {

    /** EC2 throttles accounts, and a lab is one: no fault is for one instance. */
    private static final String ACCOUNT = "";

    private final Faults<ApiFault> faults;
    private final LabTime time;
    private final TokenBuckets buckets = new TokenBuckets();

    Trouble(Faults<ApiFault> faults, LabTime time) {
        this.faults = faults;
        this.time = time;
    }

    private <F extends ApiFault> Optional<F> meet(Class<F> type, String action) {
        return faults.meet(type, ACCOUNT, fault -> fault.actions().matches(action))
                .map(Faults.Met::fault);
    }

    /** Whether a request gets lost on its way. */
    boolean losesRequest(String action) {
        return loses(ApiFault.Lost.Part.REQUEST, action);
    }

    /** Whether the answer gets lost on its way. */
    boolean losesResponse(String action) {
        return loses(ApiFault.Lost.Part.RESPONSE, action);
    }

    private boolean loses(ApiFault.Lost.Part part, String action) {
        return faults.meet(
                        ApiFault.Lost.class,
                        ACCOUNT,
                        fault -> fault.part() == part && fault.actions().matches(action))
                .isPresent();
    }

    /**
     * Lets a request through to be carried out, if late.
     *
     * @throws Ec2Fault when it is refused
     */
    void admit(String action, Query query) throws Ec2Fault, InterruptedException {
        if (!withinRate(action, query)) {
            meet(ApiFault.Throttle.class, action);
            throw Ec2Fault.injected("RequestLimitExceeded");
        }
        Optional<ApiFault.ErrorAnswer> error = meet(ApiFault.ErrorAnswer.class, action);
        if (error.isPresent()) {
            throw Ec2Fault.injected(error.get().code());
        }
        Optional<ApiFault.Slow> slow = meet(ApiFault.Slow.class, action);
        if (slow.isPresent()) {
            time.sleep(slow.get().by());
        }
    }

    private boolean withinRate(String action, Query query) {
        Optional<Faults.Met<ApiFault.Throttle>> throttle = faults.look(
                ApiFault.Throttle.class, ACCOUNT, fault -> fault.actions().matches(action));
        if (throttle.isEmpty()) {
            return true;
        }
        RequestRates.Bucket bucket = throttle.get()
                .fault()
                .limit()
                .map(limit -> new RequestRates.Bucket(
                        action, new TokenBuckets.Rate(limit.perSecond().doubleValue(), limit.burst())))
                .orElseGet(() -> RequestRates.of(action, query));
        // Buckets are full when the fault is switched on, however often it was before.
        return buckets.take(throttle.get().since() + " " + bucket.name(), bucket.rate(), time.now());
    }

    /** How far the world that an action tells of is behind. */
    Duration lag(String action) {
        return faults.look(ApiFault.Lag.class, ACCOUNT, fault -> fault.actions().matches(action))
                .map(met -> met.fault().by())
                .orElse(Duration.ZERO);
    }

    /** An answer was another than it would be now. */
    void lagged(String action) {
        meet(ApiFault.Lag.class, action);
    }

    /** Holds an answer back. */
    void hold(String action) throws InterruptedException {
        Optional<ApiFault.Late> late = meet(ApiFault.Late.class, action);
        if (late.isPresent()) {
            time.sleep(late.get().by());
        }
    }
}

package dev.enid.lab.ec2;

import dev.enid.lab.fabric.Delays;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fault.Faults;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Lets ENIs take their time to attach and to detach, as the faults that are on have it, and counts those that do. */
final class SlowMoves {

    /** Faults of the API are for all. */
    private static final String ACCOUNT = "";

    private final LabVpc network;
    private final Faults<ApiFault> faults;
    private Vpc last;

    SlowMoves(LabVpc network, Faults<ApiFault> faults) {
        this.network = network;
        this.faults = faults;
        last = network.vpc();
    }

    /** To be called when faults were switched. */
    void heed() {
        Duration attach = delay(ApiFault.Delay.Move.ATTACH).orElse(Duration.ZERO);
        Optional<Duration> detach = faults.look(ApiFault.Stuck.class, ACCOUNT).isPresent()
                ? Optional.empty()
                : Optional.of(delay(ApiFault.Delay.Move.DETACH).orElse(Duration.ZERO));
        Delays delays = new Delays(attach, detach);
        try {
            if (!delays.equals(network.delays())) {
                network.delays(delays);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ENIs on their way cannot go on", e);
        }
    }

    private Optional<Duration> delay(ApiFault.Delay.Move move) {
        return faults.look(ApiFault.Delay.class, ACCOUNT, fault -> fault.move() == move)
                .map(met -> met.fault().by());
    }

    /** To be called with the VPC after each change. */
    synchronized void follow(Vpc vpc) {
        for (VpcEni eni : vpc.enis().values()) {
            Optional<Attachment.State> is = eni.attachment().map(Attachment::state);
            Optional<Attachment.State> was = Optional.ofNullable(last.enis().get(eni.name()))
                    .flatMap(VpcEni::attachment)
                    .map(Attachment::state);
            if (!is.equals(was)) {
                is.ifPresent(this::meet);
            }
        }
        last = vpc;
    }

    private void meet(Attachment.State state) {
        switch (state) {
            case ATTACHING -> meet(ApiFault.Delay.Move.ATTACH);
            case DETACHING -> {
                if (faults.meet(ApiFault.Stuck.class, ACCOUNT).isEmpty()) {
                    meet(ApiFault.Delay.Move.DETACH);
                }
            }
            case ATTACHED -> {}
        }
    }

    private void meet(ApiFault.Delay.Move move) {
        faults.meet(ApiFault.Delay.class, ACCOUNT, fault -> fault.move() == move);
    }
}

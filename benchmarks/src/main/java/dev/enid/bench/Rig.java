package dev.enid.bench;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.imds.Traffic;
import dev.enid.lab.probe.Arrivals;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import dev.enid.lab.topology.Vpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** A lab, the daemon in its instance {@code web}, a server beside it, and a client outside. */
final class Rig implements AutoCloseable {

    static final String INSTANCE = "web";
    private static final int PORT = 8080;

    private final Lab lab;
    private final DaemonProcess daemon;
    private final Echo echo;
    private final Arrivals arrivals;
    private final Path log;

    private Rig(Lab lab, DaemonProcess daemon, Echo echo, Arrivals arrivals, Path log) {
        this.lab = lab;
        this.daemon = daemon;
        this.echo = echo;
        this.arrivals = arrivals;
        this.log = log;
    }

    /** Brings up what is measured; nothing is attached besides the primary ENI. */
    static Rig up(Program program, String topology) throws IOException, InterruptedException {
        Lab lab = Lab.up(
                LabHome.standard(System.getenv()), "bench", shipped(topology), LabTime.system(), new SecureRandom());
        Machine machine = lab.network().machine(INSTANCE);
        Path log = Files.createTempFile("enid-bench-", ".log");
        try {
            DaemonProcess daemon = DaemonProcess.start(machine, program, log);
            return new Rig(lab, daemon, Echo.onAny(lab.network(), INSTANCE, PORT), Arrivals.in(machine), log);
        } catch (IOException | InterruptedException failure) {
            lab.close();
            throw failure;
        }
    }

    private static Vpc shipped(String topology) throws IOException {
        try {
            return TopologyFile.shipped(topology);
        } catch (TopologyException broken) {
            throw new IOException(broken);
        }
    }

    LabVpc vpc() {
        return lab.network();
    }

    Machine machine() {
        return lab.network().machine(INSTANCE);
    }

    DaemonProcess daemon() {
        return daemon;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** Connects from outside again and again; the moment by {@link System#nanoTime} at which it was through. */
    long reach(Ip address, Duration patience) throws IOException {
        if (!Probe.from(lab.network(), "client")
                .tcpUntilReached(address, PORT, patience)
                .reached()) {
            throw new IOException(
                    address + " was not reached in " + patience.toSeconds() + " s; the daemon's log: " + log);
        }
        return System.nanoTime();
    }

    /** How much the instance has asked IMDS so far. */
    Traffic traffic() {
        return lab.imds().traffic(lab.network().vpc().instance(INSTANCE).id());
    }

    @Override
    public void close() throws IOException {
        arrivals.close();
        echo.close();
        daemon.close();
        lab.close();
    }
}

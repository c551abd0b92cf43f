package dev.enid.lab.ec2;

import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.VpcInstance;

/** InstanceState of the API Reference. What the lab does at once is answered as being on the way, as EC2 answers. */
enum StateCode {
    PENDING(0),
    RUNNING(16),
    SHUTTING_DOWN(32),
    TERMINATED(48),
    STOPPING(64),
    STOPPED(80);

    private final int code;

    StateCode(int code) {
        this.code = code;
    }

    static StateCode of(VpcInstance instance) {
        return of(instance.state());
    }

    static StateCode of(InstanceState state) {
        return switch (state) {
            case RUNNING -> RUNNING;
            case STOPPED -> STOPPED;
            case TERMINATED -> TERMINATED;
        };
    }

    int code() {
        return code;
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    Xml xml(String element) {
        return Xml.with(element, Xml.of("code", code), Xml.of("name", word()));
    }
}

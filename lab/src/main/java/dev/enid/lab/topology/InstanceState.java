package dev.enid.lab.topology;

/** InstanceState of the API Reference, but for what is only on the way: an instance of the lab starts and stops within a call. */
public enum InstanceState {
    RUNNING,
    /** Without its machine; its ENIs stay attached. */
    STOPPED,
    /** Without its machine and its ENIs, for good. */
    TERMINATED
}

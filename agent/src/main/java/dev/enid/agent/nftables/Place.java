package dev.enid.agent.nftables;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;

/** The network namespace that sockets and processes shall belong to. */
interface Place {

    /** That of the calling thread. */
    Place HERE = new Place() {
        @Override
        public <T, X extends Exception> T call(Namespace.Work<T, X> work) throws X {
            return work.call();
        }
    };

    /** Does work there. */
    <T, X extends Exception> T call(Namespace.Work<T, X> work) throws LinuxException, X;

    /** Another one, which the caller keeps open. */
    static Place in(Namespace namespace) {
        return new Place() {
            @Override
            public <T, X extends Exception> T call(Namespace.Work<T, X> work) throws LinuxException, X {
                return namespace.call(work);
            }
        };
    }
}

package dev.enid.core.world;

import java.util.List;

/** What holds in every world. A law names what breaks it, in words; where it names nothing, it holds. */
enum Law {
    /** One pass is enough: what the kernel then holds is what is wanted, now and when it is asked again. */
    ONE_PASS_IS_ENOUGH {
        @Override
        List<String> violations(Pass pass) {
            return Convergence.violations(pass);
        }
    },
    /** No step is about an object of someone else, and none of theirs is lost along the way. */
    NOTHING_OF_OTHERS_IS_TOUCHED {
        @Override
        List<String> violations(Pass pass) {
            return Others.violations(pass);
        }
    },
    /** After every step: the primary's address is there, and what left by the primary still does. */
    THE_PRIMARY_STAYS_REACHABLE {
        @Override
        List<String> violations(Pass pass) {
            return PrimaryPath.violations(pass);
        }
    },
    /** After every step: what was reached by a bridge, an overlay or a VPN is reached by it still, from every address. */
    CONTAINERS_AND_TUNNELS_STAY_REACHABLE {
        @Override
        List<String> violations(Pass pass) {
            return Containers.violations(pass);
        }
    },
    /** After every step: no route of ours goes before one of someone else's to the same destination. */
    NOTHING_OF_OURS_OUTRANKS_OTHERS {
        @Override
        List<String> violations(Pass pass) {
            return Ranks.violations(pass);
        }
    },
    /** Nothing is dropped for the sake of what IMDS did not say. */
    UNKNOWN_IS_NOT_ABSENT {
        @Override
        List<String> violations(Pass pass) {
            return Unsure.violations(pass);
        }
    },
    /** In the end every address of every ENI that stands well answers by its own ENI, and the VPC takes it. */
    EVERY_ADDRESS_ANSWERS_BY_ITS_OWN_ENI {
        @Override
        List<String> violations(Pass pass) {
            return Answers.violations(pass);
        }
    },
    /** In the end what bears an ENI's mark leaves by it, and no two ENIs have one mark. */
    CONTAINERS_ANSWER_BY_THE_ENI_THEY_WERE_ASKED_ON {
        @Override
        List<String> violations(Pass pass) {
            return Marked.violations(pass);
        }
    },
    /** The same facts in another order lead to the same plan. */
    THE_ORDER_OF_FACTS_DOES_NOT_MATTER {
        @Override
        List<String> violations(Pass pass) {
            return Determinism.violations(pass);
        }
    };

    abstract List<String> violations(Pass pass);
}

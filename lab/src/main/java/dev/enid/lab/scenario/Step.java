package dev.enid.lab.scenario;

import java.util.List;

/** What is done, or has to be so. */
public sealed interface Step {

    /** Whatever a person can type after {@code enid lab} and is about a lab that is up: attach, assign, fault and so on. */
    record LabCommand(List<String> words) implements Step {
        public LabCommand {
            words = List.copyOf(words);
        }
    }

    /** {@code exec}: a command that has to end with 0. */
    record Exec(String machine, List<String> command) implements Step {
        public Exec {
            command = List.copyOf(command);
        }
    }

    /** {@code background}: a command that goes on until the lab goes down. */
    record Background(String machine, List<String> command) implements Step {
        public Background {
            command = List.copyOf(command);
        }
    }

    /** {@code daemon}: {@code enid daemon} in an instance. */
    record StartDaemon(String instance) implements Step {}

    /**
     * {@code stop daemon} and {@code kill daemon}.
     *
     * @param kill by SIGKILL, else by SIGTERM
     */
    record StopDaemon(String instance, boolean kill) implements Step {}

    /** {@code file}: puts a file into a machine. */
    record WriteFile(String machine, String path, String text) implements Step {}

    /** {@code remember}: looks, for a later expectation to compare with. */
    record Remember(String name, Observation what) implements Step {}

    /** {@code expect}. */
    record Expect(Patience patience, Claim claim) implements Step {}

    /**
     * {@code throughout}: while the steps are done, packets go there and back all the time.
     *
     * @param losses so many may get no answer
     */
    record Throughout(Claim.Reaches reaches, int losses, List<Entry> steps) implements Step {
        public Throughout {
            steps = List.copyOf(steps);
        }
    }
}

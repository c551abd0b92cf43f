package dev.enid.lab.command;

import dev.enid.lab.ec2.ApiFaultText;
import dev.enid.lab.fault.FaultWords;
import dev.enid.lab.imds.FaultText;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.util.List;
import java.util.Optional;

/** A service of the lab that can be made to fail. */
enum FaultyService {
    IMDS("the metadata service") {
        @Override
        List<String> forms() {
            return FaultText.FORMS;
        }

        @Override
        List<String> words() {
            return FaultText.words();
        }

        @Override
        void check(List<String> words) {
            FaultText.parse(words);
        }

        @Override
        LabRequest request(Optional<String> instance, List<String> words) {
            return new LabRequest.Fault(instance, words);
        }

        @Override
        FaultCommand.FaultsView of(LabView lab) {
            return new FaultCommand.FaultsView(lab.faults(), lab.consumed());
        }

        @Override
        List<String> examples() {
            return List.of(
                    "enid lab fault imds outage on",
                    "enid lab fault imds delay 200ms times 5",
                    "enid lab fault imds --instance web hostile local-ipv4s '10.0.0.1\\n; reboot'",
                    "enid lab fault imds outage off",
                    "enid lab fault imds               # what is on");
        }
    },
    EC2("the EC2 API") {
        @Override
        List<String> forms() {
            return ApiFaultText.FORMS;
        }

        @Override
        List<String> words() {
            return ApiFaultText.words();
        }

        @Override
        void check(List<String> words) {
            ApiFaultText.parse(words);
        }

        @Override
        LabRequest request(Optional<String> instance, List<String> words) {
            return new LabRequest.FaultEc2(words);
        }

        @Override
        FaultCommand.FaultsView of(LabView lab) {
            return new FaultCommand.FaultsView(lab.ec2().faults(), lab.ec2().consumed());
        }

        @Override
        List<String> examples() {
            return List.of(
                    "enid lab fault ec2 lost response AttachNetworkInterface times 1",
                    "enid lab fault ec2 error RequestLimitExceeded 'Describe*' times 3",
                    "enid lab fault ec2 throttle ec2",
                    "enid lab fault ec2 throttle off",
                    "enid lab fault ec2                # what is on");
        }
    };

    private final String what;

    FaultyService(String what) {
        this.what = what;
    }

    /** As typed after {@code enid lab fault}. */
    String word() {
        return FaultWords.word(this);
    }

    String what() {
        return what;
    }

    /** One line for each form of a fault. */
    abstract List<String> forms();

    /** The first words of faults. */
    abstract List<String> words();

    /** Whether a fault can be for one instance alone. */
    boolean hasInstances() {
        return this == IMDS;
    }

    /**
     * Refuses what is no fault.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    abstract void check(List<String> words);

    abstract LabRequest request(Optional<String> instance, List<String> words);

    abstract FaultCommand.FaultsView of(LabView lab);

    abstract List<String> examples();
}

package dev.enid.lab.server;

import dev.enid.agent.json.JsonFault;
import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.ec2.ApiFaultText;
import dev.enid.lab.fault.Scope;
import dev.enid.lab.imds.FaultText;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.AttachRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Carries requests out, and turns what goes wrong into an answer. */
final class LabDesk {

    private final Lab lab;
    private final Runnable down;

    /** @param down ends the lab, after the answer */
    LabDesk(Lab lab, Runnable down) {
        this.lab = lab;
        this.down = down;
    }

    LabAnswer answer(String line) {
        try {
            carryOut(LabRequest.read(line));
            return LabAnswer.done(LabView.of(lab, ProcessHandle.current().pid()));
        } catch (JsonFault | IllegalArgumentException e) {
            return LabAnswer.refused(LabAnswer.USAGE, String.valueOf(e.getMessage()));
        } catch (VpcException e) {
            return LabAnswer.refused(e.code().ec2(), String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            return LabAnswer.refused(LabAnswer.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void carryOut(LabRequest request) throws IOException {
        Vpc vpc = lab.network().vpc();
        switch (request) {
            case LabRequest.Show _ -> {}
            case LabRequest.Down _ -> down.run();
            case LabRequest.Attach attach -> {
                known("instance", attach.instance(), vpc.instances().keySet());
                knownEni(vpc, attach.eni());
                lab.network()
                        .attach(new AttachRequest(
                                attach.instance(),
                                attach.eni(),
                                number(attach.deviceIndex()),
                                number(attach.networkCard())));
            }
            case LabRequest.Detach(String _, String eni) -> {
                knownEni(vpc, eni);
                lab.network().detach(eni);
            }
            case LabRequest.Assign assign -> {
                knownEni(vpc, assign.eni());
                lab.network().assign(assign.eni(), assignment(assign));
            }
            case LabRequest.Unassign(String _, String eni, List<String> addresses) -> {
                knownEni(vpc, eni);
                List<Cidr> owned = new ArrayList<>();
                addresses.forEach(
                        text -> owned.add(text.indexOf('/') < 0 ? Ip.parse(text).toCidr() : Cidr.parse(text)));
                lab.network().unassign(eni, owned);
            }
            case LabRequest.Fault(String _, Optional<String> instance, List<String> words) -> {
                instance.ifPresent(
                        name -> known("instance", name, vpc.instances().keySet()));
                Scope scope = instance.map(
                                name -> Scope.instance(vpc.instance(name).id()))
                        .orElse(Scope.LAB);
                lab.imds().order(scope, FaultText.parse(words));
            }
            case LabRequest.FaultEc2(String _, List<String> words) -> lab.ec2().order(ApiFaultText.parse(words));
        }
    }

    private static AssignRequest assignment(LabRequest.Assign assign) {
        List<Ip> addresses = new ArrayList<>();
        List<Cidr> prefixes = new ArrayList<>();
        for (String text : assign.addresses()) {
            if (text.indexOf('/') < 0) {
                addresses.add(Ip.parse(text));
            } else {
                prefixes.add(Cidr.parse(text));
            }
        }
        return new AssignRequest(
                addresses,
                prefixes,
                assign.ipv4Count(),
                assign.ipv6Count(),
                assign.ipv4PrefixCount(),
                assign.ipv6PrefixCount(),
                assign.reassign());
    }

    private static OptionalInt number(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Ids and MAC addresses are for the VPC to judge. */
    private static void knownEni(Vpc vpc, String eni) {
        if (!eni.startsWith("eni-") && eni.indexOf(':') < 0) {
            known("ENI", eni, vpc.enis().keySet());
        }
    }

    /** A name that is nearly right is answered with the right one; all others are for the VPC to judge. */
    private static void known(String kind, String name, Collection<String> names) {
        if (names.contains(name)) {
            return;
        }
        Suggestion.of(name, names).ifPresent(meant -> {
            throw new VpcException(
                    kind.equals("ENI") ? VpcException.Code.ENI_NOT_FOUND : VpcException.Code.INSTANCE_NOT_FOUND,
                    "no " + kind + " " + Quoted.of(name) + "; did you mean \"" + meant + "\"?");
        });
    }
}

package dev.enid.agent.iam;

/**
 * A type of EC2's resources, as the Service Authorization Reference names it: "Resource types defined by Amazon EC2",
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html.
 */
public enum ResourceType {
    ELASTIC_IP("elastic-ip", "ElasticIp"),
    INSTANCE("instance", "Instance"),
    NETWORK_INTERFACE("network-interface", "NetworkInterface"),
    ROUTE_TABLE("route-table", "RouteTable");

    private final String text;
    private final String sid;

    ResourceType(String text, String sid) {
        this.text = text;
        this.sid = sid;
    }

    /** The word for it in an ARN, and in the reference. */
    public String text() {
        return text;
    }

    /** The word for it in a statement's Sid, which takes letters and digits only. */
    String sid() {
        return sid;
    }

    /** The ARN of all that {@code scope} leaves: {@code arn:PARTITION:ec2:REGION:ACCOUNT:TYPE/*}. */
    String arn(Scope scope) {
        return String.join(
                ":",
                "arn",
                scope.partition().text(),
                "ec2",
                scope.region().orElse("*"),
                scope.account().orElse("*"),
                text + "/*");
    }
}

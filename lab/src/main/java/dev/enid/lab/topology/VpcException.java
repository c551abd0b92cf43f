package dev.enid.lab.topology;

/** The VPC refuses a request, with the error code that the EC2 API would give. */
public final class VpcException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Error codes of the EC2 API (API Reference, "Error codes"). */
    public enum Code {
        INSTANCE_NOT_FOUND("InvalidInstanceID.NotFound"),
        SUBNET_NOT_FOUND("InvalidSubnetID.NotFound"),
        ENI_NOT_FOUND("InvalidNetworkInterfaceID.NotFound"),
        NOT_ATTACHED("InvalidAttachmentID.NotFound"),
        IN_USE("InvalidNetworkInterface.InUse"),
        ADDRESS_IN_USE("InvalidIPAddress.InUse"),
        ATTACHMENT_LIMIT("AttachmentLimitExceeded"),
        ADDRESS_LIMIT("PrivateIpAddressLimitExceeded"),
        SUBNET_FULL("InsufficientFreeAddressesInSubnet"),
        NOT_PERMITTED("OperationNotPermitted"),
        INCORRECT_STATE("IncorrectState"),
        INCORRECT_INSTANCE_STATE("IncorrectInstanceState"),
        ALLOCATION_NOT_FOUND("InvalidAllocationID.NotFound"),
        ASSOCIATION_NOT_FOUND("InvalidAssociationID.NotFound"),
        ALREADY_ASSOCIATED("Resource.AlreadyAssociated"),
        NO_PUBLIC_ADDRESS_LEFT("AddressLimitExceeded"),
        ROUTE_TABLE_NOT_FOUND("InvalidRouteTableID.NotFound"),
        ROUTE_NOT_FOUND("InvalidRoute.NotFound"),
        ROUTE_EXISTS("RouteAlreadyExists"),
        SUBNET_CONFLICT("InvalidSubnet.Conflict"),
        SUBNET_RANGE("InvalidSubnet.Range"),
        INVALID("InvalidParameterValue");

        private final String ec2;

        Code(String ec2) {
            this.ec2 = ec2;
        }

        /** The code as the EC2 API writes it. */
        public String ec2() {
            return ec2;
        }
    }

    private final Code code;

    public VpcException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}

#!/usr/bin/env bash
# An ENI is moved the way it is done in many a failover script: $1 the ENI, $2 the instance that takes it over.
set -euo pipefail

ec2() {
    aws --endpoint-url "$ENDPOINT" ec2 "$@" --output text
}

attachment=$(ec2 describe-network-interfaces --network-interface-ids "$1" \
    --query 'NetworkInterfaces[0].Attachment.AttachmentId')
ec2 detach-network-interface --attachment-id "$attachment" --force
while [[ $(ec2 describe-network-interfaces --network-interface-ids "$1" \
    --query 'NetworkInterfaces[0].Status') != available ]]; do
    sleep 1
done
ec2 attach-network-interface --network-interface-id "$1" --instance-id "$2" --device-index 1

/** The EC2 API's protocol: parameters, filters, pages, answers. What clients make of it: {@code dev.enid.lab.command.AwsClientsTest}. */
@NullMarked
package dev.enid.lab.ec2;

import org.jspecify.annotations.NullMarked;

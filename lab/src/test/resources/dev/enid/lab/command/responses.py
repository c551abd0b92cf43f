"""Asks an EC2 endpoint by botocore, and holds each raw answer against the service's model.

Prints one line for each element that the model does not know, and for each value that is not of the model's type; then "answers",
how many there were. Arguments: the endpoint, then JSON: a list of [operation, parameters].
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree

import botocore.session
from botocore.config import Config

endpoint, calls = sys.argv[1], json.loads(sys.argv[2])
session = botocore.session.get_session()
client = session.create_client("ec2", endpoint_url=endpoint, config=Config(retries={"max_attempts": 0}))
answers = []
client.meta.events.register("response-received.ec2", lambda response_dict, **_: answers.append(response_dict["body"]))


def local(tag):
    return tag.rsplit("}", 1)[-1]


def check(path, element, shape):
    if shape.type_name == "structure":
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for child in element:
            name = local(child.tag)
            if name in names:
                check(path + "/" + name, child, names[name])
            elif (path, name) not in (("", "requestId"), ("", "return")):
                print(f"{path}/{name}: not in the model")
        for name in shape.required_members:
            if not any(local(child.tag) == shape.members[name].serialization.get("name", name) for child in element):
                print(f"{path}: lacks {name}")
    elif shape.type_name == "list":
        for child in element:
            if local(child.tag) != shape.member.serialization.get("name", "item"):
                print(f"{path}/{local(child.tag)}: a list has items of another name")
            check(path + "[]", child, shape.member)
    else:
        text = element.text or ""
        wanted = {
            "integer": r"-?\d+",
            "boolean": "true|false",
            "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
        }.get(shape.type_name, ".*")
        if len(element) or not re.fullmatch(wanted, text, re.DOTALL):
            print(f"{path}: {text!r} is no {shape.type_name}")
        if getattr(shape, "enum", None) and text not in shape.enum:
            print(f"{path}: {text!r} is none of {shape.enum}")


for operation, parameters in calls:
    model = client.meta.service_model.operation_model(operation)
    client._make_api_call(operation, parameters)
    root = ElementTree.fromstring(answers[-1])
    if local(root.tag) != operation + "Response":
        print(f"{root.tag}: the answer to {operation}")
    if model.output_shape is None:
        continue
    check("", root, model.output_shape)
print("answers", len(answers))

"""Asks an EC2 endpoint by botocore, and holds each raw answer against the service's model.

Prints one line for each thing that is wrong: an element that the model does not know or that is there twice, a member that is
required and missing, a value that is not of the model's type, an answer without what it should tell; then "answers", how many
there were. What changes something is asked for with DryRun before, which has to be refused as such.

Arguments: the endpoint, and a file of JSON: a list of [operation, parameters, expression...]. The expressions (JMESPath) have to
find something in the answer. A parameter that begins with $ is made of an answer before: $DescribeVpcs.Vpcs[0].VpcId is what that
expression finds in the last answer to DescribeVpcs.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree

import botocore.session
import jmespath
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
with open(sys.argv[2], encoding="utf-8") as file:
    calls = json.load(file)
session = botocore.session.get_session()
client = session.create_client("ec2", endpoint_url=endpoint, config=Config(retries={"total_max_attempts": 1}))
raw = []
client.meta.events.register("response-received.ec2", lambda response_dict, **_: raw.append(response_dict["body"]))
answers = {}

TYPES = {
    "boolean": "true|false",
    "double": r"-?\d+(\.\d+)?",
    "float": r"-?\d+(\.\d+)?",
    "integer": r"-?\d+",
    "long": r"-?\d+",
    "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
}


def local(tag):
    return tag.rsplit("}", 1)[-1]


def check_structure(path, element, members, required, extra=()):
    seen = set()
    for child in element:
        name = local(child.tag)
        if name in seen:
            print(f"{path}/{name}: there twice")
        seen.add(name)
        if name in members:
            check(path + "/" + name, child, members[name])
        elif name not in extra:
            print(f"{path}/{name}: not in the model")
    for name in required - seen:
        print(f"{path}: lacks {name}")


def wire_name(shape, member):
    return shape.members[member].serialization.get("name", member)


def check(path, element, shape):
    if element.attrib:
        print(f"{path}: has attributes")
    if shape.type_name == "structure":
        members = {wire_name(shape, name): member for name, member in shape.members.items()}
        check_structure(path, element, members, {wire_name(shape, name) for name in shape.required_members})
    elif shape.type_name == "list":
        if (element.text or "").strip():
            print(f"{path}: a list has text")
        for child in element:
            if local(child.tag) != shape.member.serialization.get("name", "item"):
                print(f"{path}/{local(child.tag)}: a list has items of another name")
            check(path + "[]", child, shape.member)
    else:
        text = element.text or ""
        if len(element) or not re.fullmatch(TYPES.get(shape.type_name, ".*"), text, re.DOTALL):
            print(f"{path}: {text!r} is no {shape.type_name}")
        if getattr(shape, "enum", None) and text not in shape.enum:
            print(f"{path}: {text!r} is none of {shape.enum}")


def check_answer(operation, model):
    root = ElementTree.fromstring(raw[-1])
    if local(root.tag) != operation + "Response":
        print(f"{root.tag}: the answer to {operation}")
    shape = model.output_shape
    members = {} if shape is None else {wire_name(shape, name): member for name, member in shape.members.items()}
    required = set() if shape is None else {wire_name(shape, name) for name in shape.required_members}
    # What no model has of itself.
    check_structure(operation, root, members, required | {"requestId"}, ("requestId", "return"))


def resolve(value):
    if isinstance(value, dict):
        return {name: resolve(each) for name, each in value.items()}
    if isinstance(value, list):
        return [resolve(each) for each in value]
    if isinstance(value, str) and value.startswith("$"):
        operation, expression = value[1:].split(".", 1)
        found = jmespath.search(expression, answers[operation])
        if found is None:
            raise SystemExit(f"{value}: not in {answers[operation]}")
        return found
    return value


for operation, given, *expressions in calls:
    model = client.meta.service_model.operation_model(operation)
    parameters = resolve(given)
    if not operation.startswith("Describe") and "DryRun" in model.input_shape.members:
        try:
            client._make_api_call(operation, {**parameters, "DryRun": True})
            print(f"{operation}: done, with DryRun")
        except ClientError as e:
            if e.response["Error"]["Code"] != "DryRunOperation":
                print(f"{operation} with DryRun: {e}")
    try:
        answers[operation] = client._make_api_call(operation, parameters)
    except ClientError as e:
        raise SystemExit(f"{parameters}: {e}")
    check_answer(operation, model)
    for expression in expressions:
        if jmespath.search(expression, answers[operation]) in (None, [], "", {}):
            print(f"{operation}: nothing at {expression} of {answers[operation]}")
print("answers", len(calls))

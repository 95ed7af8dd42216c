"""Asks a router by a client library that others have written, and prints what it says as JSON.

usage: ask.py HOST PORT USER plain|challenge|tls      (the password comes by standard input)
"""

import base64
import json
import ssl
import sys

from routeros_api import RouterOsApiPool, exceptions


def text(row):
    return {key: value.decode("utf-8", "backslashreplace") for key, value in row.items()}


def main():
    host, port, user, login = sys.argv[1:5]
    password = sys.stdin.readline().rstrip("\n")
    context = None
    if login == "tls":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    pool = RouterOsApiPool(
        host, username=user, password=password, port=int(port),
        plaintext_login=login != "challenge", ssl_context=context)
    try:
        api = pool.get_api()
    except exceptions.RouterOsApiCommunicationError as e:
        return {"login": e.original_message.decode()}
    result = {"login": "ok"}
    result["identity"] = text(api.get_binary_resource("/system/identity").get()[0])
    result["resource"] = text(api.get_binary_resource("/system/resource").get()[0])
    interfaces = api.get_binary_resource("/interface")
    result["interfaces"] = [text(row) for row in interfaces.get()]
    result["one"] = [text(row) for row in interfaces.get(name=b"vlan105")]
    result["none"] = [text(row) for row in interfaces.get(name=b"nobody")]
    # Two commands at once, whose answers are told apart by their tags.
    first = interfaces.call_async("print")
    second = api.get_binary_resource("/system/identity").call_async("print")
    result["second"] = text(second.get()[0])
    result["first"] = len(first.get())
    root = api.get_binary_resource("/")
    root.call("export", {"file": b"by-others"})
    files = api.get_binary_resource("/file")
    row = files.call("print", {".proplist": b".id,name,size"}, {"name": b"by-others.rsc"})[0]
    result["size"] = int(row["size"])
    content = b""
    try:
        while len(content) < result["size"]:
            piece = files.call("read", {
                "file": b"by-others.rsc", "offset": str(len(content)).encode(),
                "chunk-size": b"32768"})[0]["data"]
            content += piece
    except exceptions.RouterOsApiCommunicationError as e:
        result["read"] = e.original_message.decode()
    result["content"] = base64.b64encode(content).decode()
    files.call("remove", {"numbers": row["id"]})
    try:
        files.call("remove", {"numbers": row["id"]})
        result["trap"] = "none"
    except exceptions.RouterOsApiCommunicationError as e:
        result["trap"] = e.original_message.decode()
    pool.disconnect()
    return result


if __name__ == "__main__":
    print(json.dumps(main()))

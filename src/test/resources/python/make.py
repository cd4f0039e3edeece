"""Writes floats.txt, texts.jsonl and calls.jsonl: what CPython itself says, for the tests of the package rq."""
import json
import random
import struct

random.seed(1)


def bits(value):
    return struct.unpack(">Q", struct.pack(">d", value))[0]


def double(number):
    return struct.unpack(">d", struct.pack(">Q", number))[0]


floats = [0.0, -0.0, 1.0, 0.1, 0.001, 2e-3, 1.1, 1 / 3, 100.0, 123456.789, 1e15, 1e16, 1e17, 9999999999999998.0,
          12345678901234567.0, 1e22, 1e23, 9.999999999999999e22, 2e23, 8.41e21, 2.0e-3, 5e-324, 1e-323, 2e-323, 4.9e-322,
          2.2250738585072014e-308, 2.225073858507201e-308, 1.7976931348623157e308, 1e-4, 1e-5, 0.00012345, 1e-7,
          9007199254740991.0, 9007199254740992.0, 9007199254740994.0, 2.5, -2.5, 3.141592653589793, 5e-320, 1e-310]
floats += [2.0 ** e for e in range(-1074, 1024)]
floats += [float("1e%d" % e) for e in range(-323, 309)]
floats += [random.choice((1, -1)) * round(random.uniform(0, 10 ** random.randint(0, 12)), random.randint(0, 6))
           for _ in range(300)]
floats += [double(random.getrandbits(52)) for _ in range(200)]
while len(floats) < 4300:
    value = double(random.getrandbits(64))
    if value == value and abs(value) != float("inf"):
        floats.append(value)
floats += [double(bits(2.0 ** e) + step) for e in range(-60, 60) for step in (-1, 1)]
with open("floats.txt", "w") as out:
    for value in floats:
        out.write("%016x %r\n" % (bits(value), value))

texts = ["", "plain", "it's", 'say "hi"', "both ' and \"", "back\\slash", "tab\tnl\ncr\rff\fbs\b", "\x00\x01\x1f\x7f",
         "\x80\x9f\xa0\xad", "caf\u00e9", "\u0378 \u200b \u2028 \u2029 \u3000 \ufeff", "\u65e5\u672c\u8a9e",
         "\U0001f600", "\U000e0001 \U0010ffff \U0001d11e", "\ue000 \uf8ff \ufffd \uffff", "e\u0301", "</script>",
         "\u05d0\u0627\u202e", "~!@#$%^&*()", "\u00ad\u0600\u06dd\u070f\u180e", "\u1680\u2000\u200a\u202f\u205f"]
with open("texts.jsonl", "w") as out:
    for text in texts:
        out.write(json.dumps({"text": text, "json": json.dumps(text), "repr": repr(text)}) + "\n")


# What get_call_string and truncate_long_string in rq/utils.py do.
def cut(text):
    return text[:75] + "..." if len(text) > 75 else text


def call_string(name, args, kwargs):
    shown = [cut(repr(arg)) for arg in args]
    shown += sorted("%s=%s" % (key, cut(repr(value))) for key, value in kwargs.items())
    return "%s(%s)" % (name, ", ".join(shown))


calls = [([], {}), ([1, -2, 10 ** 30, 1.5, None, True, False, "a"], {}), ([[], {}, [[]], [1, [2, {"k": [None]}]]], {}),
         ([{"b": 1, "a": {"x": "it's"}}], {}), (["y" * 72], {}), (["y" * 73], {}), (["y" * 74], {}), (["y" * 500], {}),
         (["\U0001f600" * 73], {}), (["\U0001f600" * 74], {}), (["\U0001f600" * 80], {"k": "\U0001f600" * 80}),
         ([list(range(300))], {"k": {str(n): n for n in range(300)}}), (["\x00" * 80], {}), (["\u200b" * 80], {}),
         ([], {"b": 2, "a": "x", "a_": 1, "a-": 1, "B": 0, "": 3}), ([], {"\uffee": 1, "\U00010400": 2, "\ud7ff": 3}),
         ([], {"k" * 100: "v" * 100}), (["x" * 72 + "'" + '"'], {}), (["x" * 200 + "'"], {}), (["x" * 200 + "'\""], {}),
         ([[["x" * 40], ["y" * 40]]], {}), ([{"k" * 80: 1}], {}), ([10 ** 80], {}), ([1e16, 1e-7, 5e-324, 1e22], {})]
with open("calls.jsonl", "w") as out:
    for args, kwargs in calls:
        line = {"args": args, "kwargs": kwargs, "call": call_string("tasks.echo", args, kwargs)}
        line["json"] = json.dumps(["tasks.echo", None, args, kwargs])
        out.write(json.dumps(line) + "\n")

"""Shared by the checks that are Python: runs jakref, counts assertions, says what failed."""

import json
import os
import subprocess


def jakref(arguments, status=0):
    """What `jakref ARGUMENTS` prints; any other exit status is a failure of its own."""
    command = [os.environ["JAKREF"], *arguments.split()]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != status:
        got = f"{done.returncode}: {done.stderr.decode()}"
        fail(f"jakref {arguments}", f"exit status {status}", got)
    return done.stdout.decode()


def jakref_json(arguments, status=0):
    return json.loads(jakref(f"{arguments} --json", status))


def equal(command, expected, got):
    if expected == got:
        record("pass")
    else:
        fail(command, expected, got)


def none(command, what, exceptions):
    """Asserts that there are no exceptions to what is expected."""
    if exceptions:
        fail(command, what, f"{len(exceptions)} exceptions, the first: {exceptions[0]!r}")
    else:
        record("pass")


def fail(command, expected, got):
    print(f"FAILED: {command}\n  expected: {expected!s:.600}\n  got:      {got!s:.600}")
    record("fail")


def record(result):
    with open(os.environ["TALLY"], "a", encoding="utf-8") as tally:
        tally.write(f"{result}\n")

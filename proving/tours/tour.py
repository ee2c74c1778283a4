"""What the tours share: each call is tried, checked and told as one line."""

import json
import sys


class Tour:
    """Calls of one client, in order."""

    def __init__(self, client):
        self.client = client

    def call(self, name, ask, check=lambda answer: True):
        """Makes a call and checks what came back; what it gives is the answer."""
        try:
            answer = ask()
            wrong = None if check(answer) else "the answer is not what was asked for"
        except Exception as error:  # A tour goes on, whatever a client makes of an answer.
            answer, wrong = None, f"{type(error).__name__}: {error}"
        told = " ".join((wrong or "").split())[:300]
        print("failed" if wrong else "passed", self.client, name, told, sep="\t", flush=True)
        return answer

    def refused(self, name, ask, kind, check=lambda error: True):
        """Makes a call that the tracker refuses, and checks what the client makes of it."""
        def attempt():
            try:
                ask()
            except kind as error:
                return check(error)
            return False

        return self.call(name, attempt, lambda answer: answer)


def told():
    """Where the simulator listens and what it takes: the line that it printed."""
    return json.loads(sys.argv[1])

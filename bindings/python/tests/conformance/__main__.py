"""``python -m conformance CASES [--only NAME]`` or ``python -m conformance --child FILE``."""

import json
import sys
import traceback
from pathlib import Path

from .case import Case


def main(arguments: list[str]) -> int:
    if arguments[0] == "--child":
        told = json.loads(Path(arguments[1]).read_text("utf-8"))
        with Case("child", Path(told["material"]), told["variables"]) as case:
            case.carry_out(told["steps"])
        return 0
    path = Path(arguments[0])
    only = arguments[2] if arguments[1:2] == ["--only"] else None
    passed = failed = 0
    for told in json.loads(path.read_text("utf-8"))["cases"]:
        if only not in (None, told["name"]):
            continue
        try:
            with Case(told["name"], path.parent, {}) as case:
                case.carry_out(told["steps"])
        except Exception as error:
            failed += 1
            print(f"FAILED {told['name']}: {error}", flush=True)
            if only:
                traceback.print_exc()
        else:
            passed += 1
            print(f"ok {told['name']}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


sys.exit(main(sys.argv[1:]))

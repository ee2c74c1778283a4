"""Whether what was found is what was expected."""

from typing import Any, Optional

_TYPES = {"string": str, "number": (int, float), "array": list, "object": dict, "boolean": bool}


def difference(expected: Any, found: Any, place: str = "it") -> Optional[str]:
    """What differs first; none if nothing does."""
    if isinstance(expected, dict) and len(expected) == 1 and next(iter(expected))[:1] == "$":
        return None if _holds(*next(iter(expected.items())), found) else f"{place} is {found!r}, not {expected}"
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, wanted in expected.items():
            if (found_difference := difference(wanted, found.get(name), f"{place}.{name}")) is not None:
                return found_difference
        return None
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (wanted, one) in enumerate(zip(expected, found)):
            if (found_difference := difference(wanted, one, f"{place}[{number}]")) is not None:
                return found_difference
        return None
    same = expected == found and isinstance(expected, bool) == isinstance(found, bool)
    return None if same else f"{place} is {found!r}, not {expected!r}"


def _holds(rule: str, value: Any, found: Any) -> bool:
    if rule == "$type":
        is_bool = isinstance(found, bool)
        return isinstance(found, _TYPES[value]) and (value == "boolean" or not is_bool)
    if rule == "$gte":
        return isinstance(found, (int, float)) and found >= value
    if rule == "$contains":
        return isinstance(found, str) and value in found
    if rule == "$lacks":
        return isinstance(found, str) and value not in found
    if rule == "$includes":
        return isinstance(found, list) and value in found
    raise ValueError(f"there is no rule {rule}")

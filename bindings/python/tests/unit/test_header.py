"""The package and the library's header say the same."""

import re
import unittest
from pathlib import Path

from migrayt import _abi

HEADER = Path(__file__).parents[4] / "migrayt-ffi/include/migrayt.h"


def declarations(text: str) -> list[str]:
    """The declarations of a header, without words and spaces."""
    code = re.sub(r"//[^\n]*", "", text)
    code = re.sub(r"^\s*#[^\n]*(?:\n|$)", "", code, flags=re.MULTILINE)
    code = re.sub(r'extern "C" \{|^\}\s*$', "", code, flags=re.MULTILINE)
    parts = re.split(r";(?![^{]*\})", code)
    return sorted(found for part in parts if len(found := re.sub(r"\s+", "", part)) > 1)


@unittest.skipUnless(HEADER.exists(), "the header is beside the sources only")
class TheHeader(unittest.TestCase):
    def test_declares_what_the_package_declares(self) -> None:
        self.assertEqual(declarations(HEADER.read_text("utf-8")), declarations(_abi.DECLARATIONS))

    def test_has_the_version_of_the_package(self) -> None:
        found = re.search(r"#define MIGRAYT_ABI_VERSION (\d+)", HEADER.read_text("utf-8"))
        self.assertEqual(int(found[1]), _abi.ABI_VERSION)


if __name__ == "__main__":
    unittest.main()

"""Nothing of the library goes on when every handle was freed."""

import subprocess
import sys
import unittest

PROGRAM = """
import _ctypes, ctypes, os
place = os.environ["MIGRAYT_LIBRARY"]
library = ctypes.CDLL(place)
options = (ctypes.c_size_t * 6)(48, library.migrayt_abi_version(), 0, 0, 0, 0)
for _ in range(3):
    engine = ctypes.c_void_p()
    assert library.migrayt_engine_new(ctypes.byref(options), ctypes.byref(engine), None) == 0
    library.migrayt_engine_free(engine)
_ctypes.dlclose(library._handle)
threads = len(os.listdir("/proc/self/task"))
assert threads == 1, f"{threads} threads are left"
"""


@unittest.skipUnless(sys.platform == "linux", "the system does not tell")
class Unloading(unittest.TestCase):
    def test_no_thread_is_left_behind(self) -> None:
        subprocess.run([sys.executable, "-c", PROGRAM], check=True)


if __name__ == "__main__":
    unittest.main()

"""A fork is told that it cannot use the library, and the parent goes on."""

import os
import unittest

import migrayt


@unittest.skipUnless(hasattr(os, "fork"), "the system has no fork")
class Forks(unittest.TestCase):
    def test_a_fork_is_refused_and_the_parent_goes_on(self) -> None:
        engine = migrayt.Engine()
        child = os.fork()
        if child == 0:
            try:
                engine.run("metrics")
                answer = 1
            except migrayt.MigraytError as error:
                answer = 42 if error.kind == "Misuse" and "forked" in str(error) else 2
            except BaseException:
                answer = 3
            engine.close()
            os._exit(answer)
        _, status = os.waitpid(child, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 42)
        self.assertEqual(engine.run("metrics")["jobs"]["failed"], 0)
        engine.close()


if __name__ == "__main__":
    unittest.main()

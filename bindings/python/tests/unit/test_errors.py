"""Errors are exceptions of their kind."""

import unittest

import migrayt


class Errors(unittest.TestCase):
    def test_an_error_says_all_that_the_library_says(self) -> None:
        with self.assertRaises(migrayt.InputInvalidError) as raised:
            migrayt.Engine(threads=1000)
        error = raised.exception
        self.assertEqual((error.kind, error.code, error.retry), ("InputInvalid", 11, "never"))
        self.assertEqual((error.effect, error.context["threads"]), ("none", 1000))
        self.assertIn("threads: 1000", str(error))

    def test_a_kind_that_is_not_known_is_unexpected(self) -> None:
        from migrayt._errors import error_of

        self.assertIsInstance(error_of({"kind": "OfALaterVersion"}, "what"), migrayt.UnexpectedError)

    def test_what_was_closed_is_refused(self) -> None:
        with migrayt.Engine() as engine:
            run = engine.start({"job": "log"})
            run.close()
            run.close()
            with self.assertRaises((migrayt.MisuseError, RuntimeError, ValueError)):
                run.next(0)
        engine.close()
        with self.assertRaises((migrayt.MisuseError, RuntimeError, ValueError)):
            engine.start({"job": "metrics"})

    def test_nothing_that_an_event_holds_is_shown(self) -> None:
        with migrayt.Engine() as engine:
            job = {"job": "convert", "from": "html", "to": "adf", "text": "a secret"}
            with engine.start(job) as run:
                self.assertEqual(repr(run.next()), "Event(RESULT)")


if __name__ == "__main__":
    unittest.main()

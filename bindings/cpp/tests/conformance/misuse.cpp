// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What a good program does not. Destructors make some of it impossible, so it goes beneath them.

#include <chrono>
#include <thread>

#include "steps.hpp"

namespace conformance {

namespace {

using std::chrono::milliseconds;

void freed_run(stage& on, const json& step) {
    auto& run = named(on.runs, step, "run").run;
    migrayt_run_free(run.native());
    migrayt_run_free(run.native());
    run.next(milliseconds(0));
}

void freed_engine(stage& on, const json& step) {
    auto& engine = named(on.engines, step, "engine");
    migrayt_engine_free(engine.native());
    migrayt_engine_free(engine.native());
    auto run = engine.start(R"({"job": "convert", "from": "html", "to": "adf", "text": "x"})");
}

/// Either thread may be the second one; the error is that one's.
void two_threads(stage& on, const json& step) {
    auto& run = named(on.runs, step, "run").run;
    migrayt::result<migrayt::fetched> other = migrayt::fetched::waiting();
    std::thread waiting([&] { other = run.try_next(milliseconds(1'000)); });
    migrayt::result<migrayt::fetched> own = migrayt::fetched::waiting();
    for (int times = 0; times < 80 && own; ++times) {
        std::this_thread::sleep_for(milliseconds(10));
        own = run.try_next(milliseconds(0));
    }
    waiting.join();
    if (!own) throw own.failure();
    std::move(other).value();
}

void event_after_run(stage& on, const json& step) {
    auto& engine = named(on.engines, step, "engine");
    auto run = std::optional(
        engine.start(R"({"job": "convert", "from": "html", "to": "markdown", "text": "x"})"));
    auto next = run->next();
    while (next && next->kind() != migrayt::event_kind::result) next = run->next();
    if (!next) throw failure("the job has no result");
    run.reset();
    compare(step.at("expect"), json::parse(next->json()), "result");
}

}  // namespace

void misuse(stage& on, const json& step) {
    const auto what = step.at("what").get<std::string>();
    if (what == "freed_run") return freed_run(on, step);
    if (what == "freed_engine") return freed_engine(on, step);
    if (what == "two_threads") return two_threads(on, step);
    if (what == "event_after_run") return event_after_run(on, step);
    throw failure("no such misuse: " + what);
}

}  // namespace conformance

// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <chrono>

#include "steps.hpp"

namespace conformance {

namespace {

using std::chrono::milliseconds;

/// An event that does not come within this time does not come.
constexpr milliseconds patience{60'000};

migrayt::event_kind kind_named(const std::string& name) {
    if (name == "progress") return migrayt::event_kind::progress;
    if (name == "request") return migrayt::event_kind::request;
    if (name == "state") return migrayt::event_kind::state;
    if (name == "log") return migrayt::event_kind::log;
    throw failure("no such kind: " + name);
}

std::shared_ptr<host> host_of(stage& on, const json& step) {
    return step.contains("host") ? named(on.hosts, step, "host") : nullptr;
}

/// Fetches an event, and lets the host answer if it is a question.
migrayt::fetched fetch(running& from, milliseconds timeout) {
    auto next = from.run.next(timeout);
    if (next && from.answers != nullptr) from.answers->ports().serve(from.run.steer(), *next);
    return next;
}

void compare_result(const json& step, const std::string& result) {
    if (step.contains("expect")) compare(step["expect"], json::parse(result), "result");
}

running start_of(stage& on, const json& step) {
    auto& engine = named(on.engines, step, "engine");
    const auto bytes = step.value("bytes", std::string());
    return {engine.start(step.at("job").dump(), bytes), host_of(on, step)};
}

}  // namespace

namespace acts {

void job(stage& on, const json& step) {
    auto started = start_of(on, step);
    compare_result(step, started.answers == nullptr
                             ? started.run.wait()
                             : started.run.serve(started.answers->ports()));
}

void start(stage& on, const json& step) {
    on.runs.insert_or_assign(step.at("as"), start_of(on, step));
}

void until(stage& on, const json& step) {
    auto& from = named(on.runs, step, "run");
    const auto kind = kind_named(step.at("kind"));
    std::string last = "nothing came";
    while (true) {
        const auto next = fetch(from, patience);
        if (next.is_end()) throw failure("the run ended: " + last);
        if (next.is_waiting()) throw failure("no such event came: " + last);
        if (next->kind() != kind) continue;
        const auto wrong = difference_of(step.at("event"), json::parse(next->json()), "event");
        last = wrong.value_or("");
        if (wrong) continue;
        if (step.contains("as")) on.known.keep(step["as"], next->request());
        return;
    }
}

void quiet(stage& on, const json& step) {
    auto& from = named(on.runs, step, "run");
    while (fetch(from, milliseconds(0))) {
    }
    const auto next = fetch(from, milliseconds(step.at("ms").get<int>()));
    if (!next.is_waiting()) throw failure(next ? std::string(next->json()) : "the run is over");
}

void finish(stage& on, const json& step) {
    auto& from = named(on.runs, step, "run");
    std::string result;
    while (const auto next = fetch(from, migrayt::forever)) {
        if (next->kind() == migrayt::event_kind::result) result = next->json();
    }
    compare_result(step, result);
}

void answer(stage& on, const json& step) {
    named(on.runs, step, "run").run.answer(step.at("request"), step.at("json").dump());
}

void pause(stage& on, const json& step) { named(on.runs, step, "run").run.pause(); }

void resume(stage& on, const json& step) { named(on.runs, step, "run").run.resume(); }

void cancel(stage& on, const json& step) { named(on.runs, step, "run").run.cancel(); }

void descriptor(stage& on, const json& step) {
    const auto found = named(on.runs, step, "run").run.try_descriptor();
    if (!found) {
        if (found.failure().kind() == migrayt::error_kind::unsupported) return;
        throw found.failure();
    }
    if (!becomes(*found, step.at("readable"))) throw failure("the descriptor says otherwise");
}

}  // namespace acts
}  // namespace conformance

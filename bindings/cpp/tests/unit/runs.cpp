// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <migrayt/migrayt.hpp>
#include <type_traits>

#include "../double/library.hpp"
#include "check.hpp"

using doubled::library;
using migrayt::event_kind;
using std::chrono::milliseconds;

static migrayt::run started() {
    migrayt::engine engine;
    return engine.start("{}");
}

template <class T>
constexpr bool is_move_only =
    std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T> &&
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T>;

TEST(what_is_given_arrives_as_it_is) {
    const std::string bytes("a\0b", 3);
    migrayt::engine engine("{\"threads\": 1}", "token");
    auto run = engine.start("{\"job\": \"x\"}", bytes);
    CHECK(library().options == "{\"threads\": 1}" && library().token == "token");
    CHECK(library().job == "{\"job\": \"x\"}" && library().bytes == bytes);
    CHECK(library().handles == 2);
}

TEST(handles_are_freed_once_however_they_are_moved) {
    static_assert(is_move_only<migrayt::engine> && is_move_only<migrayt::run>);
    static_assert(is_move_only<migrayt::event>);
    library().comes = {{MIGRAYT_STATE}, {MIGRAYT_STATE}};
    migrayt::engine engine;
    auto one = engine.start("{}");
    auto other = engine.start("{}");
    CHECK(library().handles == 3);
    other = std::move(one);
    CHECK(library().handles == 2 && one.native() == nullptr);
    auto event = *other.next();
    auto moved = std::move(event);
    CHECK(library().handles == 3 && event.native() == nullptr);
    moved = *other.next();
    CHECK(library().handles == 3);
}

TEST(an_event_outlives_its_run) {
    library().comes = {{MIGRAYT_REQUEST, "{\"port\":\"x\"}", 9, "bytes"}};
    auto run = std::optional(started());
    const auto next = run->next();
    run.reset();
    CHECK(next && next->kind() == event_kind::request && next->request() == 9);
    CHECK(next->json() == "{\"port\":\"x\"}" && next->bytes() == "bytes");
}

TEST(a_loop_sees_every_event_and_frees_it) {
    library().comes = {{MIGRAYT_PROGRESS}, {MIGRAYT_LOG}, {MIGRAYT_RESULT, "{\"a\":1}"}};
    auto run = started();
    std::vector<event_kind> kinds;
    std::optional<migrayt::event> kept;
    for (auto& event : run) {
        CHECK(library().handles == 2);
        kinds.push_back(event.kind());
        if (event.kind() == event_kind::result) kept.emplace(std::move(event));
    }
    CHECK(kinds == std::vector{event_kind::progress, event_kind::log, event_kind::result});
    CHECK(kept->json() == "{\"a\":1}");
    for (auto& event : run) CHECK(event.native() == nullptr);
}

TEST(a_loop_that_fails_throws_and_ends_then) {
    library().comes = {{MIGRAYT_STATE}, {}};
    library().comes[1].failed = {MIGRAYT_CANCELLED};
    auto run = started();
    int seen = 0;
    try {
        for (auto& event : run) seen += event.kind() == event_kind::state ? 1 : 100;
        CHECK(false);
    } catch (const migrayt::error& error) {
        CHECK(error.kind() == migrayt::error_kind::cancelled);
    }
    CHECK(seen == 1 && run.begin() == run.end());
}

TEST(events_of_unknown_kinds_are_passed_over_and_freed) {
    library().comes = {{77}, {0}, {MIGRAYT_LOG}, {4'000'000'000}};
    auto run = started();
    CHECK(run.next()->kind() == event_kind::log);
    CHECK(run.next().is_end());
    CHECK(library().handles == 1);
}

TEST(passing_over_takes_no_more_time_than_was_given) {
    library().comes = {{77}, {77}, {0}};
    library().comes[2].is_waiting = true;
    auto run = started();
    CHECK(run.next(milliseconds(50)).is_waiting());
    CHECK(library().timeouts.size() == 3 && library().timeouts[0] == 50);
    CHECK(library().timeouts[2] >= 0 && library().timeouts[2] <= 50);
}

TEST(timeouts_fit_into_the_header) {
    auto run = started();
    for (const auto timeout : {migrayt::forever, milliseconds(-7), milliseconds(0),
                               milliseconds::max(), milliseconds::min()}) {
        CHECK(run.next(timeout).is_end());
    }
    CHECK(library().timeouts == std::vector<std::int32_t>{-1, -1, 0, INT32_MAX, -1});
}

TEST(waiting_gives_the_result_and_tells_progress) {
    library().comes = {{MIGRAYT_PROGRESS, "{\"done\":1}"}, {MIGRAYT_STATE}, {MIGRAYT_RESULT, "{}"}};
    auto run = started();
    std::string told;
    CHECK(run.wait([&](std::string_view progress) { told += progress; }) == "{}");
    CHECK(told == "{\"done\":1}");
}

TEST(waiting_refuses_questions_so_that_it_never_waits_for_itself) {
    library().comes = {{MIGRAYT_REQUEST, R"({"port":"vault","method":"hold","arguments":{}})", 4},
                       {MIGRAYT_RESULT}};
    auto run = started();
    run.wait();
    CHECK(library().answers.size() == 1 && library().answers[0].request == 4);
    CHECK(library().answers[0].json == R"({"error":{"kind":"Unsupported","effect":"none"}})");
}

TEST(steering_is_for_the_run_and_for_others) {
    auto run = started();
    const auto steering = run.steer();
    run.pause();
    steering.resume();
    steering.cancel();
    steering.answer(5, "", "secret");
    CHECK(library().steered == std::vector<std::string>{"pause", "resume", "cancel"});
    CHECK(library().answers[0].json.empty() && library().answers[0].bytes == "secret");
    CHECK(run.descriptor() == 7);
    library().fails = {MIGRAYT_UNSUPPORTED};
    CHECK(!run.try_pause() && !steering.try_resume() && !steering.try_cancel());
    CHECK(!run.try_descriptor());
}

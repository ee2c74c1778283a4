// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <memory>
#include <migrayt/migrayt.hpp>

#include "../double/library.hpp"
#include "check.hpp"

using doubled::library;
using migrayt::error_kind;

/// What the run is answered when its one question is put to a host.
static std::vector<doubled::answered> served(const migrayt::host& host, const char* question,
                                             const char* bytes = "") {
    library().comes.push_back({MIGRAYT_REQUEST, question, 3, bytes});
    library().answers.clear();
    migrayt::engine engine;
    auto run = engine.start("{}");
    run.serve(host);
    return library().answers;
}

static std::string answered(migrayt::host::handler handler) {
    migrayt::host host;
    host.on("vault", std::move(handler));
    const auto given = served(host, R"({"port":"vault","method":"hold","arguments":{"name":"a"}})");
    CHECK(given.size() == 1 && given[0].request == 3);
    return given[0].json;
}

class prompt : public migrayt::ports::prompt {
public:
    migrayt::answer ask(const migrayt::question& asked) override {
        return {"null", std::string(asked.arguments) + std::string(asked.bytes)};
    }
};

class list : public migrayt::ports::source {
public:
    migrayt::answer describe(const migrayt::question&) override { return "{\"endpoint\":\"e\"}"; }
    migrayt::answer catalog(const migrayt::question&) override { return "{}"; }
    migrayt::answer read(const migrayt::question& asked) override {
        return "{\"read\":" + std::string(asked.arguments) + '}';
    }
};

TEST(a_question_finds_its_port_and_its_method) {
    list source;
    migrayt::host host;
    const auto kept = std::make_shared<prompt>();
    host.with(source).with(kept);
    auto given = served(host, R"({"port":"source","method":"read","arguments":{"after":null}})");
    CHECK(given[0].json == R"({"ok":{"read":{"after":null}}})");
    given = served(host, R"({"port":"source","method":"describe","arguments":{}})");
    CHECK(given[0].json == R"({"ok":{"endpoint":"e"}})");
    given = served(host, R"({"port":"prompt","method":"ask","arguments":{"a":1}})", "xyz");
    CHECK(given[0].json == R"({"ok":null})" && given[0].bytes == R"({"a":1}xyz)");
}

TEST(what_is_not_there_is_unsupported) {
    const std::string unsupported = R"({"error":{"kind":"Unsupported","effect":"none"}})";
    list source;
    migrayt::host host;
    host.with(source);
    for (const auto* asked : {R"({"port":"source","method":"open","arguments":{}})",
                              R"({"port":"source","method":"invented","arguments":{}})",
                              R"({"port":"invented","method":"read","arguments":{}})", "no JSON"}) {
        CHECK(served(host, asked)[0].json == unsupported);
    }
}

TEST(a_refusal_is_an_answer_returned_or_thrown) {
    using namespace std::chrono_literals;
    const std::string told =
        R"({"error":{"kind":"RateLimited","retry":{"after_ms":1500},"effect":"unknown","code":"e-429"}})";
    const auto refusal = migrayt::refusal(error_kind::rate_limited, "e-429")
                             .retry_after(1500ms)
                             .with_effect(migrayt::effect::unknown);
    CHECK(answered([&](const auto&) { return refusal; }) == told);
    CHECK(answered([&](const auto&) -> migrayt::answer { throw refusal; }) == told);
    CHECK(migrayt::refusal(error_kind::timeout).retry_with_backoff().json() ==
          R"({"kind":"Timeout","retry":"backoff"})");
    CHECK(answered([](const auto&) { return migrayt::answer::refused("{\"kind\":\"New\"}"); }) ==
          R"({"error":{"kind":"New"}})");
}

TEST(an_error_of_the_library_is_passed_on_by_its_kind) {
    const migrayt::error error(MIGRAYT_UNAVAILABLE, migrayt::retry::backoff, {},
                               migrayt::effect::none, "words", "{}");
    CHECK(answered([&](const auto&) -> migrayt::answer { throw error; }) ==
          R"({"error":{"kind":"Unavailable","retry":"backoff","effect":"none"}})");
}

TEST(anything_else_that_is_thrown_is_unexpected_and_its_words_stay_here) {
    std::string told;
    migrayt::host host;
    host.on_fault([&](const migrayt::question& asked, std::string_view words) {
        told += std::string(asked.method) + ": " + std::string(words) + ';';
    });
    host.on("vault", [](const migrayt::question& asked) -> migrayt::answer {
        if (asked.bytes.empty()) throw std::logic_error("canary");
        throw 7;
    });
    const auto* asked = R"({"port":"vault","method":"hold","arguments":{}})";
    CHECK(served(host, asked)[0].json == R"({"error":{"kind":"Unexpected"}})");
    CHECK(served(host, asked, "x")[0].json == R"({"error":{"kind":"Unexpected"}})");
    CHECK(told == "hold: canary;hold: something that is no std::exception;");
}

TEST(an_answer_that_nobody_wants_any_more_is_passed_over) {
    library().answers_fail = {{MIGRAYT_NOT_FOUND}};
    CHECK(answered([](const auto&) { return "1"; }) == R"({"ok":1})");
}

TEST(an_answer_that_is_no_json_does_not_leave_the_run_waiting) {
    library().answers_fail = {{MIGRAYT_INPUT_INVALID}};
    bool is_told = false;
    migrayt::host host;
    host.on("vault", [](const auto&) { return "{"; });
    host.on_fault([&](const auto&, std::string_view) { is_told = true; });
    const auto given = served(host, R"({"port":"vault","method":"hold","arguments":{}})");
    CHECK(is_told && given.size() == 2 && given[0].json == "{\"ok\":{}");
    CHECK(given[1].request == 3 && given[1].json == R"({"error":{"kind":"Unexpected"}})");
}

TEST(another_failure_to_answer_is_told) {
    library().answers_fail = {{MIGRAYT_MISUSE}};
    try {
        answered([](const auto&) { return "1"; });
        CHECK(false);
    } catch (const migrayt::error& error) {
        CHECK(error.kind() == error_kind::misuse);
    }
}

TEST(an_answer_may_come_later) {
    migrayt::host host;
    std::uint64_t open = 0;
    host.on("vault", [&](const migrayt::question& asked) {
        open = asked.request;
        return migrayt::answer::later();
    });
    CHECK(served(host, R"({"port":"vault","method":"hold","arguments":{}})").empty());
    CHECK(open == 3);
}

TEST(progress_is_told_while_serving) {
    library().comes = {{MIGRAYT_PROGRESS, "{\"done\":2}"}};
    migrayt::engine engine;
    auto run = engine.start("{}");
    std::string told;
    run.serve(migrayt::host(), [&](std::string_view progress) { told = progress; });
    CHECK(told == "{\"done\":2}");
}

// SPDX-License-Identifier: Apache-2.0 OR MIT

#include <migrayt/migrayt.hpp>
#include <set>
#include <type_traits>

#include "../double/library.hpp"
#include "check.hpp"

using migrayt::error_kind;

static migrayt::error failure(const doubled::failing& told) {
    doubled::library().fails = told;
    const auto made = migrayt::engine::try_make();
    CHECK(!made);
    return made.failure();
}

TEST(an_error_says_all_that_the_library_says) {
    doubled::failing told;
    told.status = MIGRAYT_RATE_LIMITED;
    told.retry = 2;
    told.retry_after_ms = 1'500;
    told.effect = 1;
    told.json = R"({"message": "it failed", "help": "w\u00e4it",
        "context": {"line": 3, "who": "a\"b"}})";
    const auto error = failure(told);
    CHECK(error.kind() == error_kind::rate_limited);
    CHECK(error.code() == MIGRAYT_RATE_LIMITED);
    CHECK(error.retry() == migrayt::retry::after);
    CHECK(error.retry_after() == std::chrono::milliseconds(1'500));
    CHECK(error.effect() == migrayt::effect::unknown);
    CHECK(error.message() == "it failed (line: 3)");
    CHECK(error.what() == error.message());
    CHECK(error.help() == "w\xc3\xa4it");
    CHECK(error.context().size() == 2);
    CHECK(error.context("line") == "3");
    CHECK(error.context("who") == "a\"b");
    CHECK(!error.context("file"));
    CHECK(error.json() == told.json);
}

TEST(every_kind_has_its_number_and_its_name) {
    constexpr std::int32_t codes[] = {1,  2,  3,  10, 11, 12, 20, 21, 22,
                                      30, 31, 32, 40, 41, 42, 50, 60, 61};
    std::set<std::string_view> names;
    for (const auto code : codes) {
        const auto error = failure({code});
        CHECK(static_cast<std::int32_t>(error.kind()) == code);
        names.insert(migrayt::name(error.kind()));
    }
    CHECK(names.size() == std::size(codes));
    CHECK(migrayt::name(error_kind::lease_held) == "LeaseHeld");
}

TEST(a_kind_that_is_not_known_is_unexpected_and_keeps_its_number) {
    const auto error = failure({777});
    CHECK(error.kind() == error_kind::unexpected);
    CHECK(error.code() == 777);
    CHECK(migrayt::kind_of(-5) == error_kind::unexpected);
}

TEST(advice_that_is_not_known_is_no_trap) {
    doubled::failing told{MIGRAYT_TIMEOUT};
    told.retry = 99;
    told.retry_after_ms = UINT64_MAX;
    told.json = "no JSON";
    const auto error = failure(told);
    CHECK(error.retry() == migrayt::retry::after);
    CHECK(error.retry_after().count() > 0);
    CHECK(error.help().empty() && error.context().empty());
}

TEST(an_error_that_is_not_told_is_known_by_its_number) {
    doubled::failing told{MIGRAYT_MISUSE};
    told.is_told = false;
    const auto error = failure(told);
    CHECK(error.kind() == error_kind::misuse);
    CHECK(error.message() == "the call failed: Misuse");
    CHECK(migrayt::json::text(error.json(), "kind") == "Misuse");
}

TEST(both_faces_tell_the_same) {
    doubled::library().fails = {MIGRAYT_CONFLICT};
    try {
        migrayt::engine engine;
        CHECK(false);
    } catch (const migrayt::error& error) {
        CHECK(error.kind() == error_kind::conflict);
    }
    static_assert(std::is_base_of_v<std::runtime_error, migrayt::error>);
    static_assert(std::is_nothrow_copy_constructible_v<migrayt::error>);
}

TEST(a_result_holds_one_of_two) {
    migrayt::result<std::string> good("value");
    CHECK(good && *good == "value" && good->size() == 5);
    CHECK(std::move(good).value() == "value");
    const migrayt::result<std::string> bad(migrayt::error(error_kind::not_found, "not there"));
    CHECK(!bad && bad.failure().kind() == error_kind::not_found);
    CHECK(migrayt::result<void>() && !migrayt::result<void>(bad.failure()));
}

TEST(a_library_of_another_version_is_refused_before_it_is_used) {
    doubled::library().abi = MIGRAYT_ABI_VERSION + 1;
    const auto fit = migrayt::try_fit();
    CHECK(!fit && fit.failure().kind() == error_kind::misuse);
    const auto about = migrayt::try_about();
    CHECK(!about && about.failure().kind() == error_kind::misuse);
    const auto made = migrayt::engine::try_make("{}");
    CHECK(!made && made.failure().kind() == error_kind::misuse);
    CHECK(doubled::library().options.empty());
    doubled::library().abi = MIGRAYT_ABI_VERSION;
    CHECK(migrayt::about() == "{\"abi\":1}");
}

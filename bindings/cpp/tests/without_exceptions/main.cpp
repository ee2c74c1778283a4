// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The face without exceptions, against the library. It is compiled with -fno-exceptions.

#include <cstdio>
#include <migrayt/migrayt.hpp>

#if MIGRAYT_THROWS
#error "this test is about programs without exceptions"
#endif

namespace {

int failures = 0;

void check(bool holds, const char* what) {
    if (holds) return;
    ++failures;
    std::printf("FAILED %s\n", what);
}

class refusing : public migrayt::ports::source {
public:
    migrayt::answer describe(const migrayt::question&) override {
        return migrayt::refusal(migrayt::error_kind::needs_consent, "e-1");
    }
    migrayt::answer catalog(const migrayt::question&) override { return {}; }
    migrayt::answer read(const migrayt::question&) override { return {}; }
};

void errors_are_results() {
    const auto made = migrayt::engine::try_make("{\"threds\": 2}");
    check(!made, "a misspelt option is refused");
    check(made.failure().kind() == migrayt::error_kind::input_invalid, "by its kind");
}

void a_job_is_done() {
    auto engine = migrayt::engine::try_make();
    check(static_cast<bool>(engine), "an engine is made");
    auto run = engine->try_start(
        R"({"job": "convert", "from": "html", "to": "markdown", "text": "<b>x</b>"})");
    check(static_cast<bool>(run), "a job is started");
    auto next = run->try_next();
    while (next && *next && (*next)->kind() != migrayt::event_kind::result) next = run->try_next();
    check(next && *next, "it has a result");
    check(migrayt::json::text((*next)->json(), "text") == "**x**", "which is right");
    next = run->try_next();
    check(next && next->is_end(), "and it is over");
}

void a_host_is_served() {
    refusing source;
    migrayt::host host;
    host.with(source);
    auto engine = migrayt::engine::try_make(R"({"configuration": {"version": 1,
        "source": {"kind": "host"}, "target": {"kind": "host"}}, "ports": {"journal": "memory"}})");
    check(static_cast<bool>(engine), "an engine with a host is made");
    auto run = engine->try_start(R"({"job": "scan"})");
    check(static_cast<bool>(run), "a scan is started");
    const auto result = run->try_serve(host);
    check(!result, "it fails");
    check(result.failure().kind() == migrayt::error_kind::needs_consent, "as the host does");
    check(result.failure().context("code") == "e-1", "with its code");
}

}  // namespace

int main() {
    errors_are_results();
    a_job_is_done();
    a_host_is_served();
    std::printf("%d failed\n", failures);
    return failures == 0 ? 0 : 1;
}

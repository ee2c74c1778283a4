// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What each step of a case does.

#ifndef CONFORMANCE_STEPS_HPP
#define CONFORMANCE_STEPS_HPP

#include <string>

#include "stage.hpp"

namespace conformance {

/// Carries a step out: one with `fails` must fail with such an error, one without must not.
void carry_out(stage& on, const json& step);

/// Finds what carries out a step of a name.
using act = void (*)(stage& on, const json& step);
act find_act(const std::string& op);

/// What a good program does not.
void misuse(stage& on, const json& step);

/// Steps about runs.
namespace acts {

void job(stage& on, const json& step);
void start(stage& on, const json& step);
void until(stage& on, const json& step);
void quiet(stage& on, const json& step);
void finish(stage& on, const json& step);
void answer(stage& on, const json& step);
void pause(stage& on, const json& step);
void resume(stage& on, const json& step);
void cancel(stage& on, const json& step);
void descriptor(stage& on, const json& step);

}  // namespace acts
}  // namespace conformance

#endif

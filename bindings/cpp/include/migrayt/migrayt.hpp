// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// Migrayt for C++: moves work items between trackers.
//
//     migrayt::engine engine(options);               // JSON in
//     auto run = engine.start(R"({"job": "plan"})");
//     std::string result = run.wait();               // JSON out
//
// Every function that can fail exists twice, made of the same code: `start` throws a
// `migrayt::error`, `try_start` returns a `migrayt::result`. Without exceptions there is only the
// second. The README of this binding tells the rest.

#ifndef MIGRAYT_MIGRAYT_HPP
#define MIGRAYT_MIGRAYT_HPP

#include "engine.hpp"
#include "error.hpp"
#include "event.hpp"
#include "host.hpp"
#include "json.hpp"
#include "kinds.hpp"
#include "library.hpp"
#include "ports.hpp"
#include "question.hpp"
#include "refusal.hpp"
#include "result.hpp"
#include "run.hpp"
#include "steering.hpp"

#endif

// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// A double of the library: the functions of the C header, which do what a test tells them and count
// handles. With it the binding is tested for what the real library of today never does.

#ifndef DOUBLE_LIBRARY_HPP
#define DOUBLE_LIBRARY_HPP

#include <migrayt.h>

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace doubled {

/// What an error says.
struct failing {
    failing(migrayt_status its_status = MIGRAYT_OK) : status(its_status) {}

    migrayt_status status;
    std::string message = "it failed (line: 3)";
    std::string json = "{}";
    std::uint32_t retry = 0;
    std::uint64_t retry_after_ms = 0;
    std::uint32_t effect = 0;
    /// Whether there is an error to be read at all.
    bool is_told = true;
};

/// What asking a run for its next event brings.
struct coming {
    coming(std::uint32_t its_kind = 0, std::string its_json = "{}", std::uint64_t its_request = 0,
           std::string its_bytes = {})
        : kind(its_kind),
          json(std::move(its_json)),
          request(its_request),
          bytes(std::move(its_bytes)) {}

    std::uint32_t kind;
    std::string json;
    std::uint64_t request;
    std::string bytes;
    /// In place of an event.
    failing failed;
    /// Nothing in the time.
    bool is_waiting = false;
};

struct answered {
    std::uint64_t request;
    std::string json;
    std::string bytes;
};

struct script {
    std::uint32_t abi = MIGRAYT_ABI_VERSION;
    /// What the functions that make and steer answer.
    failing fails;
    /// What `migrayt_answer` answers, one after the other, and then MIGRAYT_OK.
    std::deque<failing> answers_fail;
    std::deque<coming> comes;

    /// How many handles were made and not freed.
    int handles = 0;
    std::vector<answered> answers;
    std::vector<std::int32_t> timeouts;
    /// What was called that steers: `pause`, `resume`, `cancel`.
    std::vector<std::string> steered;
    std::string options;
    std::string token;
    std::string job;
    std::string bytes;
};

/// What the library does in the test that goes on, and what it saw.
script& library();

/// Makes it anew.
void begin();

}  // namespace doubled

#endif

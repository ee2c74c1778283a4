// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What a run asks the host, and what the host says.

#ifndef MIGRAYT_QUESTION_HPP
#define MIGRAYT_QUESTION_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "refusal.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// A question of a run to one of the host's ports. What it points to lasts as long as the event
/// that brought it: while the port's method goes on. It may hold content and secrets.
struct question {
    std::string_view port;       ///< The port: `source`, `vault`.
    std::string_view method;     ///< The method: `describe`, `hold`.
    std::string_view arguments;  ///< A JSON object.
    std::string_view bytes;      ///< Bytes that go with it: a piece of a file, a secret.
    std::uint64_t request;       ///< The number by which it is answered.
};

/// What a host says to a question: a value and bytes, a refusal, or nothing yet.
class answer {
public:
    /// A value of null.
    answer() = default;

    /// A value as JSON, and bytes that go with it. Empty JSON is a value of null.
    answer(std::string json, std::string bytes = {})
        : json_(std::move(json)), bytes_(std::move(bytes)) {}

    /// A value as JSON.
    answer(const char* json) : json_(json) {}

    /// An error.
    answer(const refusal& refused) : json_(refused.json()), is_refused_(true) {}

    /// An error that the host has as JSON: `{"kind": "NotFound", ...}`.
    static answer refused(std::string json) {
        answer told(std::move(json));
        told.is_refused_ = true;
        return told;
    }

    /// The answer will be given by somebody else, by the question's number through the run's
    /// `steering`: a port that asks a network, say. Until then the question stays open.
    static answer later() {
        answer none;
        none.is_later_ = true;
        return none;
    }

    /// Whether the answer will be given by somebody else.
    bool is_later() const noexcept { return is_later_; }

    /// Whether it is an error.
    bool is_refused() const noexcept { return is_refused_; }

    /// What `steering::try_answer` takes: `{"ok": value}` or `{"error": {...}}`.
    std::string envelope() const {
        if (is_refused_) return "{\"error\":" + json_ + '}';
        return "{\"ok\":" + (json_.empty() ? "null" : json_) + '}';
    }

    /// The bytes that go with it.
    const std::string& bytes() const noexcept { return bytes_; }

private:
    std::string json_;
    std::string bytes_;
    bool is_refused_ = false;
    bool is_later_ = false;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif

// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What a host answers in place of an answer.

#ifndef MIGRAYT_REFUSAL_HPP
#define MIGRAYT_REFUSAL_HPP

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "error.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// An error that a host answers a question with. A port's method returns it or, where there are
/// exceptions, throws it:
///
///     return migrayt::refusal(migrayt::error_kind::rate_limited, "e-429").retry_after(2s);
///
/// What is not said is left to the engine: without an effect, what was sent to a target may have
/// happened. Nothing of it reaches the library but kind, retry, effect and code.
class refusal : public std::exception {
public:
    /// `code` is a short name of the host's own, of at most 64 letters, digits and `. _ -`; the
    /// engine leaves out any other.
    explicit refusal(error_kind kind, std::string code = {})
        : kind_(kind), code_(std::move(code)) {}

    /// An error of the library, passed on by its kind, retry and effect.
    explicit refusal(const error& from) : kind_(from.kind()), effect_(from.effect()) {
        if (from.retry() == migrayt::retry::backoff) retry_with_backoff();
        if (from.retry() == migrayt::retry::after) retry_after(from.retry_after());
    }

    /// The engine may ask again after a pause of its own choice.
    refusal& retry_with_backoff() & {
        retry_ = "\"backoff\"";
        return *this;
    }
    /// The engine may ask again after a pause of its own choice.
    refusal retry_with_backoff() && { return std::move(retry_with_backoff()); }

    /// The engine may ask again after this pause.
    refusal& retry_after(std::chrono::milliseconds pause) & {
        const auto count = pause.count() < 0 ? 0 : pause.count();
        retry_ = "{\"after_ms\":" + std::to_string(count) + '}';
        return *this;
    }
    /// The engine may ask again after this pause.
    refusal retry_after(std::chrono::milliseconds pause) && {
        return std::move(retry_after(pause));
    }

    /// Whether what was asked for may have happened all the same. `effect::none` is a promise.
    refusal& with_effect(migrayt::effect effect) & {
        effect_ = effect;
        return *this;
    }
    /// Whether what was asked for may have happened all the same. `effect::none` is a promise.
    refusal with_effect(migrayt::effect effect) && { return std::move(with_effect(effect)); }

    /// What it is.
    error_kind kind() const noexcept { return kind_; }

    /// The kind's name: `NotFound`.
    const char* what() const noexcept override { return name(kind_).data(); }

    /// As the engine reads it, also within results of orders: `{"kind": "NotFound", ...}`.
    std::string json() const {
        std::string said = "{\"kind\":" + json::quote(name(kind_));
        if (!retry_.empty()) said += ",\"retry\":" + retry_;
        if (effect_) {
            said += *effect_ == migrayt::effect::none ? ",\"effect\":\"none\""
                                                      : ",\"effect\":\"unknown\"";
        }
        if (!code_.empty()) said += ",\"code\":" + json::quote(code_);
        return said + '}';
    }

private:
    error_kind kind_;
    std::string retry_;
    std::optional<migrayt::effect> effect_;
    std::string code_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif

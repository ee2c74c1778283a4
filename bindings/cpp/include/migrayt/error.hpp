// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// What went wrong.

#ifndef MIGRAYT_ERROR_HPP
#define MIGRAYT_ERROR_HPP

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json.hpp"
#include "kinds.hpp"

namespace migrayt {
inline namespace MIGRAYT_FACE {

/// What went wrong: an exception, and what a `result` holds in place of a value.
///
/// There is one class, and its kind is a value, as with `std::system_error`: a `result` can hold
/// it whole, and a kind that a later library brings needs no new class. It holds ids, names and
/// numbers, never content and never a secret, so that it may be written to a log as it is.
///
/// It owns all that it says and outlives the library's handles. Copies share it, and copying never
/// fails. Threads: any, as for every value that does not change.
class error : public std::runtime_error {
public:
    /// One of the facts behind an error: `{"line", "3"}`.
    struct fact {
        std::string name;   ///< Its name.
        std::string value;  ///< A text as it is, a number as its digits.
    };

    /// An error of a program's own, in the shape of the library's.
    error(error_kind kind, const std::string& message)
        : error(static_cast<std::int32_t>(kind), migrayt::retry::never, {}, migrayt::effect::none,
                message,
                "{\"code\":" + std::to_string(static_cast<std::int32_t>(kind)) + ",\"kind\":" +
                    json::quote(migrayt::name(kind)) +
                    ",\"retry\":\"never\",\"retry_after_ms\":0,\"effect\":\"none\",\"message\":" +
                    json::quote(message) + ",\"help\":null,\"context\":{},\"causes\":[]}") {}

    /// An error with all that it says; `json` is the whole of it, as the library writes it.
    error(std::int32_t code, migrayt::retry retry, std::chrono::milliseconds retry_after,
          migrayt::effect effect, const std::string& message, std::string json)
        : std::runtime_error(message),
          said_(std::make_shared<const said>(code, retry, retry_after, effect, std::move(json))) {}

    /// What it is.
    error_kind kind() const noexcept { return kind_of(said_->code); }

    /// The number of its kind, also of one that this header does not know.
    std::int32_t code() const noexcept { return said_->code; }

    /// Whether asking again can help.
    migrayt::retry retry() const noexcept { return said_->retry; }

    /// The pause that the remote asked for; zero unless `retry()` is `retry::after`.
    std::chrono::milliseconds retry_after() const noexcept { return said_->retry_after; }

    /// Whether it may have happened all the same.
    migrayt::effect effect() const noexcept { return said_->effect; }

    /// One sentence for a person, with the facts behind it: the same as `what()`.
    std::string_view message() const noexcept { return what(); }

    /// What a person can do about it; empty if there is nothing to say. Lasts as long as any copy.
    std::string_view help() const noexcept { return said_->help; }

    /// The facts behind it. Lasts as long as any copy.
    const std::vector<fact>& context() const noexcept { return said_->context; }

    /// One of the facts by its name. Lasts as long as any copy.
    std::optional<std::string_view> context(std::string_view name) const noexcept {
        for (const auto& one : said_->context) {
            if (one.name == name) return one.value;
        }
        return std::nullopt;
    }

    /// All of it as JSON: `code`, `kind`, `retry`, `retry_after_ms`, `effect`, `message` (without
    /// the facts), `help`, `context` and `causes`. Lasts as long as any copy.
    std::string_view json() const noexcept { return said_->json; }

private:
    struct said {
        said(std::int32_t its_code, migrayt::retry its_retry, std::chrono::milliseconds its_pause,
             migrayt::effect its_effect, std::string its_json)
            : code(its_code),
              retry(its_retry),
              retry_after(its_pause),
              effect(its_effect),
              json(std::move(its_json)),
              help(json::text(json, "help").value_or("")) {
            const auto facts = json::member(json, "context").value_or("");
            const auto keep = [&](const std::string& name, std::string_view value) {
                auto text = detail::scanner(value).whole_text();
                context.push_back({name, text ? std::move(*text) : std::string(value)});
                return true;
            };
            detail::scanner(facts).each_member(keep);
        }

        std::int32_t code;
        migrayt::retry retry;
        std::chrono::milliseconds retry_after;
        migrayt::effect effect;
        std::string json;
        std::string help;
        std::vector<fact> context;
    };

    std::shared_ptr<const said> said_;
};

}  // namespace MIGRAYT_FACE
}  // namespace migrayt

#endif
